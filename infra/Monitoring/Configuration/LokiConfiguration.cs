namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Loki's configuration file for a single process that stores logs on its own volume.</summary>
internal sealed record LokiConfiguration
{
    public const int Port = 3100;
    public const string DataFolder = "/loki";

    public bool AuthEnabled { get; init; }

    public ServerSection Server { get; init; } = new(Port, "warn");

    public CommonSection Common { get; init; } = new(DataFolder, 1, new RingSection("127.0.0.1", new KeyValueStore("inmemory")));

    public SchemaSection SchemaConfig { get; init; } =
        new([new SchemaPeriod("2024-01-01", "tsdb", "filesystem", "v13", new IndexSection("index_", TimeSpan.FromHours(24)))]);

    public StorageSection StorageConfig { get; init; } = new(new FolderSection($"{DataFolder}/chunks"));

    public CompactorSection Compactor { get; init; } = new($"{DataFolder}/compactor", true, "filesystem");

    public required LimitsSection LimitsConfig { get; init; }

    public AnalyticsSection Analytics { get; init; } = new(false);

    public static LokiConfiguration Create(TimeSpan retention) => new() { LimitsConfig = new LimitsSection(retention) };

    internal sealed record ServerSection(int HttpListenPort, string LogLevel);

    internal sealed record CommonSection(string PathPrefix, int ReplicationFactor, RingSection Ring);

    internal sealed record RingSection(string InstanceAddr, KeyValueStore Kvstore);

    internal sealed record KeyValueStore(string Store);

    internal sealed record SchemaSection(IReadOnlyList<SchemaPeriod> Configs);

    internal sealed record SchemaPeriod(string From, string Store, string ObjectStore, string Schema, IndexSection Index);

    internal sealed record IndexSection(string Prefix, TimeSpan Period);

    internal sealed record StorageSection(FolderSection Filesystem);

    internal sealed record FolderSection(string Directory);

    internal sealed record CompactorSection(string WorkingDirectory, bool RetentionEnabled, string DeleteRequestStore);

    internal sealed record LimitsSection(TimeSpan RetentionPeriod);

    internal sealed record AnalyticsSection(bool ReportingEnabled);
}
