using Microsoft.AspNetCore.Http;

namespace OrderToCash.Server.Api;

/// <summary>Places for requests of one kind. Nobody waits: whoever finds none is told to come again.</summary>
/// <remarks>Any thread.</remarks>
internal sealed class Slots(string what, int max)
{
    private int _taken;

    /// <summary>Places that are taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>.</summary>
    /// <exception cref="ProblemException">All are taken.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _taken) <= max)
            return;
        Interlocked.Decrement(ref _taken);
        throw new ProblemException(new Problem(
            StatusCodes.Status503ServiceUnavailable, "busy",
            $"{max} {what} are being served, which is the limit; send the same request again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        });
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
