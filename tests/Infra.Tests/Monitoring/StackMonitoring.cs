using Infra.Backend.Loading;
using Infra.Backend.Monitoring;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>Monitoring plans of the repository's stacks and of settings in tests.</summary>
internal static class StackMonitoring
{
    public static IReadOnlyList<string> Names { get; } = ["dev", "staging", "prod"];

    public static TheoryData<string> Stacks => [.. Names];

    public static MonitoringPlan CreatePlan(string stack) => CreatePlan(StackSources.ForStack(stack), stack);

    public static MonitoringPlan CreatePlan(SettingsSources sources, string stack = "dev")
    {
        var settings = SettingsLoader.Load(sources).Settings;
        return MonitoringPlan.Create(ClusterPlan.Create(settings, stack)[0]);
    }
}

/// <summary>A folder that is deleted at the end of a test.</summary>
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
