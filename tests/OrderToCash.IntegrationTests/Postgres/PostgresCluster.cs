using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>
/// A PostgreSQL server of one's own: a temporary cluster on a free port of this machine, with fsync on, and gone
/// afterwards. The server is a child of this process, known by its pid.
/// </summary>
/// <remarks>The server refuses to run as root: from root it runs as <c>postgres</c> or <c>nobody</c>.</remarks>
public sealed partial class PostgresCluster : IAsyncDisposable
{
    private const int Kill = 9;
    private const int Interrupt = 2;
    private const int Halt = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _binaries;
    private readonly string _folder;
    private readonly string _data;
    private readonly string[] _settings;
    private Process? _server;

    private PostgresCluster(string binaries, string folder, string data, string[] settings)
    {
        (_binaries, _folder, _data, _settings) = (binaries, folder, data, settings);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>A folder that the server may write to.</summary>
    public string Folder => _folder;

    /// <summary>The folder of its write-ahead log.</summary>
    public string Log => Path.Combine(_data, "pg_wal");

    /// <summary>Connects to the database <c>postgres</c> as its superuser.</summary>
    public string ConnectionString => ConnectionStringTo(Port);

    /// <summary>Creates a cluster and starts its server.</summary>
    /// <param name="data">The data's folder, to be made; null for one in a temporary folder.</param>
    /// <param name="settings">Further settings, <c>name=value</c>.</param>
    public static async Task<PostgresCluster> StartAsync(string? data = null, params string[] settings)
    {
        var binaries = PostgresBinaries.Folder
            ?? throw new InvalidOperationException("This machine has no PostgreSQL: apt-get install postgresql.");
        var folder = Directory.CreateTempSubdirectory("o2c-postgres-").FullName;
        var cluster = new PostgresCluster(binaries, folder, data ?? Path.Combine(folder, "data"), settings);
        try
        {
            cluster.Create();
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same database through another port: that of a proxy.</summary>
    public static string ConnectionStringTo(int port) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres");

    /// <summary>Starts the server, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        var settings = string.Join(' ', _settings.Select(setting => $"-c '{setting}'"));
        _server = Run(
            "sh", "-c",
            string.Create(
                CultureInfo.InvariantCulture,
                $"exec '{Path.Combine(_binaries, "postgres")}' -D '{_data}' -p {Port} -c listen_addresses=127.0.0.1 "
                + $"-c unix_socket_directories='{_folder}' {settings} >> '{_folder}/log' 2>&1"));
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_server.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException(
                    "PostgreSQL doesn't start:\n" + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the server has said this in its messages.</summary>
    public async Task WaitForMessageAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!(await File.ReadAllTextAsync(Path.Combine(_folder, "log"))).Contains(text, StringComparison.Ordinal))
        {
            if (clock.Elapsed > Patience)
                throw new InvalidOperationException($"PostgreSQL didn't say '{text}' within {Patience}.");

            await Task.Delay(20);
        }
    }

    /// <summary>Ends the server as it is asked to: sessions are told, nothing is left to recover.</summary>
    public async Task StopAsync()
    {
        if (_server is { HasExited: false })
            _ = SendSignal(_server.Id, Interrupt);

        await EndAsync();
    }

    /// <summary>Kills the server and every session's process in the middle of whatever they do.</summary>
    public async Task CrashAsync()
    {
        if (_server is { HasExited: false } server)
        {
            // All at once: without their parent the sessions would notice, and clean up. It must not begin another one.
            _ = SendSignal(server.Id, Halt);
            var children = await ChildrenOfAsync(server.Id);
            _ = SendSignal(server.Id, Kill);
            foreach (var child in children)
                _ = SendSignal(child, Kill);
            await EndAsync();

            // The next server would refuse to start beside one of them.
            var clock = Stopwatch.StartNew();
            while (Array.Exists(children, IsRunning) && clock.Elapsed < Patience)
                await Task.Delay(5);
            return;
        }

        await EndAsync();
    }

    /// <summary>Adds a user that owns the database, and asks everybody for a password from now on.</summary>
    public async Task AskForPasswordsAsync(string user, string password)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            $"CREATE USER {user} PASSWORD '{password}'; ALTER DATABASE postgres OWNER TO {user}", connection);
        await create.ExecuteNonQueryAsync();
        await File.WriteAllTextAsync(Path.Combine(_data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        await using var reload = new NpgsqlCommand("SELECT pg_reload_conf()", connection);
        await reload.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int[]> ChildrenOfAsync(int process)
    {
        string list;
        try
        {
            list = await File.ReadAllTextAsync(
                string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children"));
        }
        catch (IOException)
        {
            // It has ended by itself.
            return [];
        }

        return [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
    }

    /// <summary>False for a process that has ended, whether or not somebody has asked how.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Create()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var owner = Process.Start("chown", [User().Name, _folder]);
            owner.WaitForExit();
        }

        using var create = Run(
            Path.Combine(_binaries, "initdb"), "-D", _data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
            "--locale=C", "--no-sync", "--no-instructions");
        create.WaitForExit();
        if (create.ExitCode != 0)
            throw new InvalidOperationException($"initdb ended with {create.ExitCode}.");
    }

    /// <summary>Whom the server runs as: name, id and group of the first of these that there is.</summary>
    private static (string Name, string Id, string Group) User()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToDictionary(fields => fields[0]);
        var user = users.GetValueOrDefault("postgres") ?? users["nobody"];
        return (user[0], user[2], user[3]);
    }

    private Process Run(string command, params string[] arguments)
    {
        // setpriv becomes the command: the pid is the server's own.
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(
                "setpriv", ["--reuid", User().Id, "--regid", User().Group, "--clear-groups", command, .. arguments])
            : new ProcessStartInfo(command, arguments);
        start.WorkingDirectory = _folder;
        start.RedirectStandardOutput = true;
        return Process.Start(start) ?? throw new InvalidOperationException($"{command} doesn't start.");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EndAsync()
    {
        if (_server is not { } server)
            return;

        _server = null;
        using (server)
        {
            try
            {
                await server.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                _ = SendSignal(server.Id, Kill);
                throw new InvalidOperationException(
                    "PostgreSQL doesn't end:\n" + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
