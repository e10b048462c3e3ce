using System.Text.Json;

namespace OrderToCash.LoadTests.Fresh;

/// <summary>Where a journal is left: a folder that was named, or a temporary one that goes with the run.</summary>
internal sealed class FreshFolder : IDisposable
{
    private readonly bool _isTemporary;

    public FreshFolder(string? folder)
    {
        _isTemporary = folder is null;
        Path = folder ?? Directory.CreateTempSubdirectory("o2c-load-").FullName;
        Directory.CreateDirectory(Path);
    }

    public static string Machine =>
        $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}";

    public string Path { get; }

    /// <summary>Writes a report, where a file was named.</summary>
    public static async Task WriteAsync(string? file, FreshReport report, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(
                file, JsonSerializer.Serialize(report, OpenJson.Default.FreshReport) + "\n", cancellationToken);
        }
    }

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
