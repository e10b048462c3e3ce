using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.Mutants;

/// <summary>Now and then acknowledges one reaction more than was taken.</summary>
internal sealed class AcknowledgingTooMuch(ITransport inner) : ITransport
{
    private int _acknowledged;

    public void SendReactions(int from, int to, IReadOnlyList<ReactionMessage> reactions) =>
        inner.SendReactions(from, to, reactions);

    public void SendAcknowledgement(int from, int to, long number) =>
        inner.SendAcknowledgement(from, to, ++_acknowledged % 100 == 0 ? number + 1 : number);

    public void RequestResend(int from, int to, long afterNumber) => inner.RequestResend(from, to, afterNumber);
}
