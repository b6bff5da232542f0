using Infra.Backend.Loading;
using Infra.Backend.Monitoring;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The monitoring of the repository's own stacks, and of settings written in a test.</summary>
internal static class StackMonitoring
{
    public static IReadOnlyList<string> Names { get; } = ["dev", "staging", "prod"];

    public static TheoryData<string> Stacks => [.. Names];

    public static MonitoringPlan PlanOf(string stack) => PlanOf(StackSources.Of(stack), stack);

    public static MonitoringPlan PlanOf(SettingsSources sources, string stack = "dev")
    {
        var settings = SettingsLoader.Load(sources).Settings;
        return MonitoringPlan.Create(ClusterPlan.Create(settings, stack)[0]);
    }
}

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("infra-monitoring-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
