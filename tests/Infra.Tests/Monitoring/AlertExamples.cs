using Infra.Backend.Monitoring.Rules;
using Infra.Tests.Settings;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Infra.Tests.Monitoring;

/// <summary>
/// The examples of the alerts on the cluster and on the monitoring itself: a file in <c>AlertExamples</c> for each rule group.
/// </summary>
internal static class AlertExamples
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public static IReadOnlyDictionary<string, AlertExample[]> ByGroup { get; } = ReadFolder("AlertExamples");

    /// <summary>The examples of the alerts on stores: a file for each kind, with an operator where it has servers of its own.</summary>
    public static IReadOnlyDictionary<string, AlertExample[]> ByStore { get; } = ReadFolder("AlertExamples", "Stores");

    private static Dictionary<string, AlertExample[]> ReadFolder(params string[] folder) =>
        Directory
            .EnumerateFiles(StackSources.PathOf(["tests", "Infra.Tests", "Monitoring", .. folder]), "*.yaml")
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read, StringComparer.Ordinal);

    private static AlertExample[] Read(string file) =>
        [.. Yaml.Deserialize<List<Entry>>(File.ReadAllText(file)).Select(entry => entry.ToExample())];

    /// <summary>An example as it is written: series with their values, both in promtool's notation.</summary>
    private sealed class Entry
    {
        public required string Alert { get; init; }

        public required Severity Severity { get; init; }

        public int Minutes { get; init; }

        public required Dictionary<string, string> Fires { get; init; }

        public required Dictionary<string, string> Quiet { get; init; }

        public AlertExample ToExample() =>
            new()
            {
                Alert = Alert,
                Severity = Severity,
                Minutes = Minutes,
                Fires = Series(Fires),
                Quiet = Series(Quiet),
            };

        private static PromtoolTest.InputSeries[] Series(Dictionary<string, string> written) =>
            [.. written.Select(series => new PromtoolTest.InputSeries(series.Key, series.Value))];
    }
}
