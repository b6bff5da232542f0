using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>RabbitMQ with its management plugin, and with Erlang's port mapper of its own.</summary>
public sealed class RabbitmqServer : StoreServer
{
    private readonly string _mapperPort = FindPort().ToString(CultureInfo.InvariantCulture);
    private readonly string _distributionPort = FindPort().ToString(CultureInfo.InvariantCulture);

    public RabbitmqServer()
        : base(StoreKind.Rabbitmq, "rabbitmq-server") { }

    internal int ManagementPort { get; } = FindPort();

    private protected override IReadOnlyDictionary<string, string> ImageVariables =>
        new Dictionary<string, string>
        {
            ["RABBITMQ_NODENAME"] = "store@localhost",
            ["RABBITMQ_DIST_PORT"] = _distributionPort,
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Folder,
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] = _mapperPort,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };

    internal override IReadOnlyDictionary<string, string> ScriptVariables =>
        new Dictionary<string, string> { ["STORE_MANAGEMENT_PORT"] = ManagementPort.ToString(CultureInfo.InvariantCulture) };

    private protected override async Task StartAsync()
    {
        await WriteAsync(
            "rabbitmq.conf",
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ManagementPort}
            default_user = {Administrator.Name}
            default_pass = {Administrator.Password}
            disk_free_limit.absolute = 1MB
            log.console = true
            log.file = false

            """
        );
        await WriteAsync("enabled_plugins", "[rabbitmq_management].\n");
        await StartServerAsync(["epmd", "-port", _mapperPort, "-address", "127.0.0.1"], ImageVariables);
        await StartServerAsync(["rabbitmq-server"], ImageVariables);
    }
}
