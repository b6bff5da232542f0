using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Infra.Tests.Settings;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Monitoring;

/// <summary>
/// Every key of a configuration is one that its program has. The files in <c>KnownKeys</c> list the keys with their version and source.
/// Prometheus and
/// Alertmanager are not among them: <see cref="RuleFileTests"/> runs their own checks.
/// </summary>
public class ConfigurationKeyTests
{
    private static readonly string Folder = StackSources.PathOf("tests", "Infra.Tests", "Monitoring", "KnownKeys");

    private static readonly MonitoringPlan Local = StackMonitoring.CreatePlan("prod");

    public static TheoryData<string, object> Configurations =>
        new()
        {
            { "loki", LokiConfiguration.Create(TimeSpan.FromDays(7)) },
            { "fluent-bit", FluentBitConfiguration.Create(Local) },
            {
                "fluent-bit",
                FluentBitConfiguration.Create(External("loki: {url: \"https://logs.example.com/tenant\", token: {secure: \"v1:t\"}}"))
            },
            {
                "fluent-bit",
                FluentBitConfiguration.Create(External("otlp: {url: \"https://otel.example.com:4318\", token: {secure: \"v1:t\"}}"))
            },
            { "blackbox", BlackboxConfiguration.Default },
            { "prometheus-adapter", AdapterConfiguration.Create(Local) },
            { "grafana-datasources", GrafanaDataSources.Create(Local) },
            { "grafana-dashboards", GrafanaDashboardProviders.Create(["services"]) },
        };

    [Theory]
    [MemberData(nameof(Configurations))]
    public void EveryKey_IsSupportedByTheProgram(string program, object configuration) => Assert.Empty(UnknownKeys(program, configuration));

    [Fact]
    public void UnknownKeys_FindsAMisspelledKey() =>
        Assert.Equal(
            ["server/http_port"],
            UnknownKeys("loki", new { Server = new { HttpPort = 3100, LogLevel = "warn" }, AuthEnabled = false })
        );

    [Fact]
    public void EveryList_IsThatOfTheImage() =>
        Assert.All(
            new (string List, ImageReference Image)[]
            {
                ("loki", MonitoringImage.Loki.Default),
                ("fluent-bit", MonitoringImage.FluentBit.Default),
                ("blackbox", MonitoringImage.Blackbox.Default),
                ("prometheus-adapter", MonitoringImage.MetricsAdapter.Default),
            },
            list =>
                Assert.EndsWith(
                    $" {list.Image.Tag}",
                    File.ReadLines(Path.Combine(Folder, $"{list.List}.txt")).First(),
                    StringComparison.Ordinal
                )
        );

    private static string[] UnknownKeys(string program, object configuration)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(ConfigurationFile.Write(configuration)));
        var known = File.ReadLines(Path.Combine(Folder, $"{program}.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(path => path.Split('.'))
            .ToArray();

        return
        [
            .. Paths(stream.Documents[0].RootNode, [])
                .Where(path => !known.Any(candidate => IsSame(candidate, path)))
                .Select(path => string.Join('/', path)),
        ];
    }

    private static MonitoringPlan External(string logs) =>
        StackMonitoring.CreatePlan(
            StackSources.From(
                "name: shop\ncluster: {kind: simulated}",
                $$"""
                config:
                  infra:monitoring:
                    mode: external
                    external: {prometheus: "https://metrics.example.com/write", {{logs}} }
                """
            )
        );

    /// <summary>
    /// The path of every value: without indices of lists, but with the names of Fluent Bit's plugins. Keys may contain dots.
    /// </summary>
    private static IEnumerable<string[]> Paths(YamlNode node, string[] path) =>
        node switch
        {
            YamlMappingNode map => map.Children.SelectMany(child => Paths(child.Value, [.. path, child.Key.ToString()])),
            YamlSequenceNode list => list.Children.SelectMany(item =>
                Paths(item, path is ["pipeline", ..] && item is YamlMappingNode plugin ? [.. path, plugin["name"].ToString()] : path)
            ),
            _ => [path],
        };

    private static bool IsSame(string[] known, string[] path)
    {
        var flat = path.SelectMany(key => key.Split('.')).ToArray();
        return known.Length == flat.Length && known.Zip(flat).All(pair => pair.First == "*" || pair.First == pair.Second);
    }
}
