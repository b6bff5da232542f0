using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Users = System.Collections.Generic.IReadOnlyCollection<Infra.Backend.Planning.Stores.StoreConnection>;

namespace Infra.Tests.Stores.Servers;

/// <summary>
/// A real server on the loopback interface, as the image of the catalogue starts it: an administrator with a password, an empty folder for
/// its data, and no rights of root. It stops, and its data is deleted, after the tests of a class.
/// </summary>
public abstract class StoreServer : IAsyncLifetime
{
    /// <summary>The user without rights as whom root starts the server.</summary>
    private const string Nobody = "nobody";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(1);

    private readonly List<Process> _processes = [];

    internal StoreServer(StoreKind kind, params string[] programs)
    {
        Kind = kind;
        Program = Programs.Find(programs);
    }

    /// <summary>The folder of the server's data, scripts and logs.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("infra-store-").FullName;

    internal int Port { get; } = FindPort();

    /// <summary>The name and password of the administrator.</summary>
    internal (string Name, string Password) Administrator { get; init; } = ("admin", SecretsOfTest.DrawPassword());

    /// <summary>The Secrets of the namespace.</summary>
    internal SecretsOfTest Secrets { get; } = new();

    /// <summary>What the programs of the last script were started with.</summary>
    internal string RecordedArguments => File.Exists(ArgumentsFile) ? File.ReadAllText(ArgumentsFile) : "";

    internal string Log => File.ReadAllText(LogFile);
    private string LogEnd => string.Join('\n', Log.Split('\n').TakeLast(20));

    internal StoreKind Kind { get; }
    private protected string? Program { get; }

    private string ArgumentsFile => Path.Combine(Folder, "arguments");
    private string LogFile => Path.Combine(Folder, "server.log");
    private string ShimFolder => Path.Combine(Folder, "bin");

    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        Secrets.Set($"{Kind}-admin", Administrator.Name, Administrator.Password);
        RecordedPrograms.Write(ShimFolder, ArgumentsFile, Shims);
        await GiveFolderAwayAsync();
        await StartAsync();
        await WaitUntilHealthyAsync();
    }

    public async Task DisposeAsync()
    {
        if (Program is not null && _processes.Count > 0)
        {
            await StopAsync();
        }

        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>How a service reaches the server.</summary>
    internal StoreConnection Connect(string service, string? database = null) =>
        new()
        {
            Store = "orders-db",
            Kind = Kind,
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Secret = service,
        };

    /// <summary>Runs the script that creates the users, as the job of the store does.</summary>
    internal Task<CommandOutput> ProvisionAsync(params Users users) => ProvisionAsync(users, null);

    /// <summary>Runs the script that creates the users, that of the exporter too, and drops those that are retired.</summary>
    internal Task<CommandOutput> ProvisionAsync(Users users, StoreConnection? exporter, params IReadOnlyCollection<string> retired) =>
        ProvisionAsync(StoreProvisioning.Create(Connect($"{Kind}-admin"), users, exporter, retired));

    /// <summary>Runs the script of a job.</summary>
    internal async Task<CommandOutput> ProvisionAsync(StoreProvisioning provisioning)
    {
        var script = await WriteAsync(Path.GetFileName(provisioning.Path), provisioning.Script);
        File.Delete(ArgumentsFile);
        var variables = new Dictionary<string, string>(KubernetesEnvironment.Resolve(provisioning.Env, Secrets));
        foreach (var (name, value) in ScriptVariables)
        {
            variables[name] = value;
        }

        return await RunAsync([.. provisioning.Command.Select(part => part == provisioning.Path ? script : part)], variables);
    }

    /// <summary>Runs a script of a job with its variables.</summary>
    internal Task<CommandOutput> RunScriptAsync(string script, IReadOnlyDictionary<string, EnvironmentSettings> variables) =>
        RunAsync(["sh", "-c", script], KubernetesEnvironment.Resolve(variables, Secrets));

    /// <summary>Runs the script, which must succeed.</summary>
    internal async Task ProvisionAllAsync(params IReadOnlyCollection<StoreConnection> users)
    {
        var result = await ProvisionAsync(users);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    /// <summary>Makes a Secret for a service of this name, without a user yet.</summary>
    internal StoreConnection Draw(string name, string database)
    {
        Secrets.Set(name, name);
        return Connect(name, database);
    }

    /// <summary>Makes a service of this name, with a user and a database of this name too.</summary>
    internal async Task<StoreConnection> ProvisionAsync(string name)
    {
        var connection = Draw(name, name);
        await ProvisionAllAsync(connection);
        return connection;
    }

    /// <summary>The texts that may not be told: the administrator's password and a service's.</summary>
    internal IEnumerable<string> Untold(string secret) => [Administrator.Password, Secrets.Read(secret, "password")];

    /// <summary>Runs a script of a backup for a database, as the administrator.</summary>
    internal async Task<CommandOutput> RunBackupScriptAsync(string script, string database, string file)
    {
        var variables = new Dictionary<string, string>(
            KubernetesEnvironment.Resolve(BackupPod.CreateStoreVariables(Connect($"{Kind}-admin")), Secrets)
        )
        {
            ["DATABASE"] = database,
            ["BACKUP_FILE"] = file,
        };
        File.Delete(ArgumentsFile);
        return await RunAsync(["sh", "-c", script], variables);
    }

    /// <summary>Creates the environment of a service that uses the store as its main one, in all dialects.</summary>
    internal IReadOnlyDictionary<string, string> GetEnvironment(StoreConnection connection) =>
        KubernetesEnvironment.Resolve(
            ConnectionVariables.Create(
                connection,
                new StoreUseSettings { Store = connection.Store, Dialects = [.. Enum.GetValues<ConnectionDialect>()] },
                isMain: true
            ),
            Secrets
        );

    /// <summary>Runs the command of the probe.</summary>
    internal Task<CommandOutput> CheckHealthAsync() => RunAsync(StoreHealth.Create(Kind, Port)!.Value, ImageVariables);

    /// <summary>Runs a command as in a container of the image: without the rights of root, and with the given variables.</summary>
    internal async Task<CommandOutput> RunAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> variables,
        string input = ""
    )
    {
        using var process = Start(command, variables);
        using var limit = new CancellationTokenSource(CommandLimit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        return new CommandOutput(process.ExitCode, await output + await error);
    }

    /// <summary>The variables of the server's container, which its probe has too.</summary>
    private protected abstract IReadOnlyDictionary<string, string> ImageVariables { get; }

    /// <summary>The programs whose arguments are recorded, and the names under which the image has programs of other names here.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Shims => new Dictionary<string, string>();

    /// <summary>What differs from a container of the image for a script.</summary>
    internal virtual IReadOnlyDictionary<string, string> ScriptVariables => new Dictionary<string, string>();

    /// <summary>Prepares the data and starts the server.</summary>
    private protected abstract Task StartAsync();

    private protected virtual Task StopAsync() => Task.CompletedTask;

    /// <summary>Starts a process that lives until the end, its output in the server's log.</summary>
    private protected async Task StartServerAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> variables,
        string input = ""
    )
    {
        var process = Start(["sh", "-c", $"exec \"$@\" >>'{LogFile}' 2>&1", "sh", .. command], variables);
        _processes.Add(process);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
    }

    /// <summary>Writes a file that belongs to the server's user, and returns its path.</summary>
    internal async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        var result = await RunAsync(["sh", "-c", "cat >\"$1\"", "sh", path], ImageVariables, text);
        Assert.True(result.ExitCode == 0, result.Output);
        return path;
    }

    private protected async Task RunAsync(params IReadOnlyList<string> command)
    {
        var result = await RunAsync(command, ImageVariables);
        Assert.True(result.ExitCode == 0, $"{command[0]}: {result.Output}");
    }

    private protected static int FindPort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        string[] withoutRights = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Nobody}", "--regid=65534", "--clear-groups", "--"]
            : [];
        string[] all = [.. withoutRights, .. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = Folder;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["PATH"] = string.Join(Path.PathSeparator, [ShimFolder, .. Programs.Folders]);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task GiveFolderAwayAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var process = Process.Start("chown", ["-R", $"{Nobody}:", Folder]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var last = new CommandOutput(0, "");
        try
        {
            do
            {
                last = await CheckHealthAsync();
                if (_processes.Find(process => process.HasExited) is { } ended)
                {
                    throw new InvalidOperationException($"The server ended with {ended.ExitCode}: {LogEnd}");
                }
            } while (last.ExitCode != 0 && await pace.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server gave no answer within {StartLimit}: {last.Output}{LogEnd}");
        }
    }
}

/// <summary>The end of a command.</summary>
internal sealed record CommandOutput(int ExitCode, string Output);
