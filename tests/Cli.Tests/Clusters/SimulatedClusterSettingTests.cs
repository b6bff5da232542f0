using Infra.Cli.Clusters;
using Infra.Engine.Operations;

namespace Cli.Tests.Clusters;

/// <summary>Which clusters of this machine a stack lands on, as its file says.</summary>
public sealed class SimulatedClusterSettingTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("infra-cli-");

    public static TheoryData<string, string[], bool> Settings => new()
    {
        { "shop:cluster: { kind: simulated }", ["dev"], false },
        { "shop:cluster: { kind: simulated, name: shared }", ["shared"], false },
        { "shop:cluster: { kind: existing, context: prod }", [], true },
        { "shop:faultTolerance: standard", [], true },
        { "shop:clusters: { eu: { kind: simulated }, us: { kind: simulated, name: shared } }", ["dev-eu", "shared"], false },
        { "shop:clusters: { eu: { kind: simulated }, us: { kind: existing } }", ["dev-eu"], true },
        { "shop:clusters: { eu: { kind: simulated }, us: null }", ["dev-eu"], false },
        { "shop:cluster: { kind: simulated }\n  shop:clusters: { eu: null }", ["dev"], false },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Find_NamesTheSimulatedOnes_AndTellsWhetherThereAreOthers(string setting, string[] names, bool landsElsewhere)
    {
        File.WriteAllText(Path.Combine(_project.FullName, "Pulumi.yaml"), "name: shop\nruntime: dotnet\n");
        File.WriteAllText(Path.Combine(_project.FullName, "Pulumi.dev.yaml"), $"config:\n  {setting}\n");
        var workspace = Workspace.Open(new WorkspaceOptions { Directory = _project.FullName, Environment = _ => null });

        var found = SimulatedClusterSetting.Find(workspace, workspace.ResolveConfigured("dev"));

        Assert.Equal(names, found.Names);
        Assert.Equal(landsElsewhere, found.LandsElsewhere);
    }

    public void Dispose() => _project.Delete(recursive: true);
}
