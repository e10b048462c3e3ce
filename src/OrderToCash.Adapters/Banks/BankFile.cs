using System.Buffers;
using System.Security.Cryptography;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank's file on disk: as it was given, or spooled from a stream or an archive.</summary>
internal sealed class BankFile : IDisposable
{
    private const int HeadBytes = 4096;
    private const int ChunkBytes = 128 * 1024;

    /// <summary>So many bytes of a statement are held until it is decided.</summary>
    private const int MaxHeldBytes = 64 * 1024;

    private readonly bool _isSpooled;
    private readonly DateTime _writtenAt;

    private BankFile(string name, string path, bool isSpooled, string identity, long bytes)
    {
        Name = name;
        Path = path;
        _isSpooled = isSpooled;
        Identity = identity;
        Bytes = bytes;
        _writtenAt = File.GetLastWriteTimeUtc(path);
    }

    /// <summary>What reports and the quarantine call it.</summary>
    public string Name { get; }

    /// <summary>Where it is. It must not change until it is disposed of.</summary>
    public string Path { get; }

    /// <summary>The SHA-256 of the content, hexadecimal.</summary>
    public string Identity { get; }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Reads a file once, for its hash.</summary>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static async Task<BankFile> OfPathAsync(string path, CancellationToken cancellationToken)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
            return new BankFile(name, path, isSpooled: false, Convert.ToHexStringLower(hash), stream.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
    }

    /// <summary>Spools a stream to a temporary file. The stream stays the caller's.</summary>
    /// <param name="limit">Bounds what an archive unpacks to; null where the stream is no archive's.</param>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    /// <exception cref="BankRefusedException">The limit was reached.</exception>
    public static async Task<BankFile> SpoolAsync(
        string name, Stream stream, UnpackLimit? limit, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), $"o2c-{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}");
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        BankFile? file = null;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var spool = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            var bytes = 0L;
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                bytes += read;
                limit?.Take(name, read);
                hash.AppendData(buffer, 0, read);
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            var identity = Convert.ToHexStringLower(hash.GetHashAndReset());
            file = new BankFile(name, path, isSpooled: true, identity, bytes);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (file is null)
                File.Delete(path);
        }
    }

    /// <summary>The source can't be read, and what to do.</summary>
    public static SourceUnreadableException Unreadable(string name, Exception exception) =>
        new($"{name} can't be read: {exception.Message} Check the path and the rights, then read it again.", exception);

    /// <summary>The content from its beginning; the stream is the caller's.</summary>
    public FileStream OpenRead() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>True where nobody wrote to the file since it was opened.</summary>
    public bool IsUnchanged() => _isSpooled || File.GetLastWriteTimeUtc(Path) == _writtenAt;

    /// <summary>The first bytes, by which the format is told.</summary>
    /// <exception cref="SourceUnreadableException">The file is gone.</exception>
    public byte[] ReadHead()
    {
        try
        {
            using var stream = OpenRead();
            var head = new byte[Math.Min(HeadBytes, Bytes)];
            stream.ReadExactly(head);
            return head;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, exception);
        }
    }

    /// <summary>
    /// An item with the bytes from start to end as they are, or as many of them as the quarantine keeps. Those of a
    /// large statement are read where it is refused: it may take minutes until that is known.
    /// </summary>
    public async Task<SourceItem> ItemAsync(
        FileStream bytes, SourceItem item, long start, long end, CancellationToken cancellationToken)
    {
        var size = end - start;
        if (item.Rejection is null && size > MaxHeldBytes)
            return item with { BytesRead = end, RawLater = () => ReadRaw(start, size) };

        var raw = new byte[Math.Min(size, BankSource.MaxRawBytes)];
        bytes.Position = start;
        await bytes.ReadExactlyAsync(raw, cancellationToken).ConfigureAwait(false);
        var rejection = item.Rejection;
        if (rejection is not null && size > BankSource.MaxRawBytes)
        {
            const int MaxRawMebibytes = BankSource.MaxRawBytes >> 20;
            var kept =
                $"Only the first {MaxRawMebibytes} MiB are kept here; the whole is in {Name}, SHA-256 {Identity}.";
            rejection = rejection with { Advice = rejection.Advice is null ? kept : $"{rejection.Advice} {kept}" };
        }

        return item with { BytesRead = end, Raw = raw, Rejection = rejection };
    }

    private byte[] ReadRaw(long start, long size)
    {
        try
        {
            var raw = new byte[Math.Min(size, BankSource.MaxRawBytes)];
            using var bytes = OpenRead();
            bytes.Position = start;
            bytes.ReadExactly(raw);
            return raw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, exception);
        }
    }

    /// <summary>Deletes what was spooled.</summary>
    public void Dispose()
    {
        if (_isSpooled)
            File.Delete(Path);
    }
}
