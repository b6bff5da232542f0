using Engine.Tests.Support;
using Infra.Engine.Docker;
using Infra.Engine.Operations;

namespace Engine.Tests.Docker;

public sealed class PluginChoiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = FastFolder.Create("choice-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", null, true)]
    [InlineData("plugins:\n  providers:\n    - name: other\n      path: .\n", null, true)]
    [InlineData("plugins:\n  providers:\n    - name: docker\n      path: .\n", null, false)]
    [InlineData("", "docker:1234", false)]
    public void Open_AProject_UsesTheBuiltInProviderUnlessAPluginIsSelected(string plugins, string? running, bool isBuiltIn)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Pulumi.yaml"), $"name: demo\nruntime: dotnet\n{plugins}");

        var workspace = Workspace.Open(
            new WorkspaceOptions
            {
                Directory = _folder.FullName,
                Providers = [new FakeCloud(), new DockerProviderFactory()],
                Environment = name => name == "PULUMI_DEBUG_PROVIDERS" ? running : null,
            }
        );

        Assert.Equal(isBuiltIn, workspace.Providers.Any(factory => factory.Packages.Contains("docker")));
        Assert.Contains(workspace.Providers, factory => factory.Packages.Contains("fake"));
    }
}
