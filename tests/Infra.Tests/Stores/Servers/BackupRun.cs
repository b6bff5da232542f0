using System.Globalization;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>
/// Runs the containers of a store's CronJobs one after the other, with the commands, files and variables of the plan. What differs from
/// the cluster are the server's address and the folders.
/// </summary>
internal sealed class BackupRun
{
    private const string BucketSecret = "backups";

    private readonly StoreServer _server;
    private readonly Dictionary<string, ServiceSettings> _services;

    /// <param name="server">The server of the store, or the throwaway one of a drill.</param>
    /// <param name="kind">The kind as it is written.</param>
    /// <param name="backup">The settings of the backups beside their target.</param>
    /// <param name="uses">The databases of services.</param>
    /// <param name="bucket">The port of the bucket.</param>
    /// <param name="accessKey">The access key of the bucket.</param>
    public BackupRun(StoreServer server, string kind, string backup, string[] uses, int bucket, string accessKey)
    {
        _server = server;
        var users = uses.Index()
            .Select(use => $"web{use.Index}: {{image: a:1, port: 8080, uses: [{{store: db, database: \"{use.Item}\"}}]}}")
            .DefaultIfEmpty("web: {image: a:1, port: 8080, uses: [db]}");
        var keeper = string.Create(
            CultureInfo.InvariantCulture,
            $"kind: s3, form: external, host: 127.0.0.1, port: {bucket}, tls: false, database: {BucketServer.Bucket}, secret: {BucketSecret}"
        );
        var settings = SettingsLoader
            .Load(
                StackSources.Simulated(
                    $"""
                    name: shop
                    faultTolerance: development
                    sizes: {"{small: {requests: {cpu: 100m, memory: 128Mi}}}"}
                    stores:
                      db:
                        kind: {kind}
                        backup: {"{to: keeper, "}{backup}{"}"}
                      keeper: {"{"}{keeper}{"}"}
                    services: {"{"}{string.Join(", ", users)}{"}"}
                    """,
                    ""
                )
            )
            .Settings;
        var plan = ClusterPlan.Create(settings, "dev").Single();
        var drills = plan.Drills?.Settings.Services ?? new Dictionary<string, ServiceSettings>();
        _services = plan.Settings.Services.Concat(drills).ToDictionary(StringComparer.Ordinal);
        server.Secrets.Set(StoreNames.AdministratorSecret("db"), server.Administrator.Name, server.Administrator.Password);
        server.Secrets.Set(BucketSecret, accessKey, "secret-of-the-bucket");
    }

    /// <summary>What the last run reported.</summary>
    public string Result => File.ReadAllText(Path.Combine(Folder, "result"));

    /// <summary>The metrics that the last run left.</summary>
    public string[] Metrics => [.. File.ReadAllLines(Path.Combine(Folder, "tmp", "metrics")).Where(line => !line.StartsWith('#'))];

    private string Folder => Path.Combine(_server.Folder, "pod");

    public Task<CommandOutput> BackUpAsync() => RunAsync(StoreNames.Backup("db"));

    /// <summary>Backs up while the Secret of a rotated administrator is mounted; null if there was no rotation.</summary>
    public Task<CommandOutput> BackUpAfterRotationAsync(StoreLogin? next) => RunAsync(StoreNames.Backup("db"), next: next);

    public Task<CommandOutput> DrillAsync() => RunAsync(StoreNames.Drill("db"));

    public Task<CommandOutput> RestoreAsync(string backup = "") => RunAsync(StoreNames.Restore("db"), backup);

    /// <summary>Runs the init containers and then the service's own, until one fails, in empty folders.</summary>
    private async Task<CommandOutput> RunAsync(string name, string backup = "", StoreLogin? next = null)
    {
        var service = _services[name];
        await ExecuteAsync(
            ["sh", "-c", "rm -rf \"$1\" && mkdir -p \"$1/backup/lost+found\" \"$1/tmp\" \"$1/scripts\" \"$1/next\"", "sh", Folder],
            []
        );
        foreach (var (path, file) in service.Files)
        {
            await _server.WriteAsync(Path.Combine("pod", "scripts", Path.GetFileName(path)), file.Content!.Value.Value);
        }

        if (next is not null)
        {
            foreach (var item in service.Volumes["next"].Items)
            {
                await _server.WriteAsync(
                    Path.Combine("pod", "next", item.Value.Path!),
                    _server.Secrets.Read(next.Connection.Secret, item.Key)
                );
            }
        }

        var output = new CommandOutput(0, "");
        var own = new ContainerSettings
        {
            Image = service.Image,
            Command = service.Command,
            Env = service.MainEnv,
        };
        foreach (var container in service.Init.Values.Append(own))
        {
            var last = await ExecuteAsync(
                [
                    .. container.Command.Select(part =>
                        part.Replace("/etc/store", Path.Combine(Folder, "scripts"), StringComparison.Ordinal)
                    ),
                ],
                CreateVariables(service.Env.Concat(container.Env).ToDictionary(StringComparer.Ordinal), backup)
            );
            output = new CommandOutput(last.ExitCode, output.Output + last.Output);
            if (last.ExitCode != 0)
            {
                break;
            }
        }

        return output;
    }

    private Dictionary<string, string> CreateVariables(Dictionary<string, EnvironmentSettings> planned, string backup)
    {
        var known = planned.Where(variable => variable.Value.Field is null).ToDictionary(StringComparer.Ordinal);
        var variables = new Dictionary<string, string>(KubernetesEnvironment.Resolve(known, _server.Secrets), StringComparer.Ordinal);
        foreach (var (name, value) in _server.ScriptVariables)
        {
            variables[name] = value;
        }

        Override("STORE_HOST", "127.0.0.1");
        Override("STORE_PORT", _server.Port.ToString(CultureInfo.InvariantCulture));
        Override("ADMIN_USERNAME", _server.Administrator.Name);
        Override("ADMIN_PASSWORD", _server.Administrator.Password);
        Override("BACKUP_FOLDER", $"{Folder}{variables.GetValueOrDefault("BACKUP_FOLDER")}");
        Override("WORK_FOLDER", Path.Combine(Folder, "tmp"));
        Override("HOME", Path.Combine(Folder, "tmp"));
        Override("SCRIPTS", Path.Combine(Folder, "scripts"));
        Override("NEXT_FOLDER", Path.Combine(Folder, "next"));
        variables["STORE_ATTEMPTS"] = "0";
        Override("RESULT_FILE", Path.Combine(Folder, "result"));
        variables["BACKUP"] = backup;
        return variables;

        void Override(string name, string value)
        {
            if (planned.ContainsKey(name))
            {
                variables[name] = value;
            }
        }
    }

    private Task<CommandOutput> ExecuteAsync(IReadOnlyList<string> command, Dictionary<string, string> variables) =>
        _server.RunAsync(command, variables);
}
