using Infra.Engine.Providers;
using Infra.Engine.Providers.Plugins;

namespace Engine.Tests.Providers;

public sealed class PluginLocatorTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("", "1.10.0")]
    [InlineData("2.0.0-alpha.1", "2.0.0-alpha.1")]
    public void Find_InstalledPlugins_TakesTheRequestedVersionOrElseTheNewestStableOne(string requested, string expected)
    {
        foreach (var version in (string[])["1.2.3", "1.9.0", "1.10.0", "2.0.0-alpha.1", "2.0.0-alpha.10"])
        {
            _folder.Install("sample", version);
        }

        Assert.Contains($"resource-sample-v{expected}/", Find(requested).Executable, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_LegacySearch_TakesANewerVersion()
    {
        _folder.Install("sample", "1.9.0");
        _folder.Variables["PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH"] = "1";

        Assert.Contains("v1.9.0", Find("1.2.3").Executable, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_PluginOfTheProject_PrecedesPathAndInstalledOnes()
    {
        _folder.Install("sample", "1.2.3");
        var onPath = AddToPath();
        var own = PluginFolder.Add(Path.Combine(_folder.Path, "own"), "sample");
        Assert.True(PluginVersion.TryParse("1.2.3", out var version));
        var plugin = new PluginOverride("sample", Path.GetDirectoryName(own)!, version);

        Assert.Equal(own, Find("1.2.3", plugin).Executable);
        Assert.Equal(own, Find("", plugin).Executable);
        Assert.Equal(onPath, Find("1.2.4", plugin).Executable);
    }

    [Fact]
    public void Find_PluginOnPath_IsTakenForEveryVersionWithAWarningUnlessIgnored()
    {
        var installed = _folder.Install("sample", "1.2.3");
        var onPath = AddToPath();

        var found = Find("1.2.3");
        _folder.Variables["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true";

        Assert.Equal(onPath, found.Executable);
        Assert.Equal($"using pulumi-resource-sample from $PATH at {onPath}", found.Warning);
        Assert.Equal(installed, Find("1.2.3").Executable);
    }

    [Fact]
    public void Find_RunningPlugin_HasItsPort()
    {
        _folder.Variables["PULUMI_DEBUG_PROVIDERS"] = "other:1,sample:4711";

        Assert.Equal(4711, Find("1.2.3").Port);
    }

    [Fact]
    public void Find_MissingVersion_NamesEveryPlaceAndTheCure()
    {
        _folder.Install("sample", "1.9.0");
        _folder.Install("sample", "1.2.3");
        File.WriteAllText(Path.Combine(_folder.Home, "plugins", "resource-sample-v1.2.3.partial"), "");
        _folder.Variables["PATH"] = "/here:/there";

        var error = Assert.Throws<ResourceProviderException>(() => Find("1.2.3"));

        Assert.Equal(
            $"""
            no resource plugin 'pulumi-resource-sample' found in the workspace at version v1.2.3 or on your $PATH. It was looked for in:
              the providers built into infra: kubernetes
              plugins.providers of {_folder.Path}/Pulumi.yaml: no entry
              $PATH: no pulumi-resource-sample in /here, /there
              {_folder.Home}/plugins: only version 1.9.0
            Install it as {_folder.Home}/plugins/resource-sample-v1.2.3, e.g. with `pulumi plugin install`; plugins are not downloaded
            """,
            error.Message
        );
    }

    [Fact]
    public void Find_FolderWithSourcesOnly_SaysSo()
    {
        var file = _folder.Install("sample", "1.2.3");
        File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, "PulumiPlugin.yaml"));

        var error = Assert.Throws<ResourceProviderException>(() => Find("1.2.3"));

        Assert.Contains("consists of sources with a PulumiPlugin.yaml, which are not supported", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private PluginLocation Find(string version, params PluginOverride[] overrides) =>
        new PluginLocator(_folder.Search with { Overrides = overrides, BuiltIn = ["kubernetes"] }).Find("sample", version);

    private string AddToPath()
    {
        var file = PluginFolder.Add(Path.Combine(_folder.Path, "bin"), "sample");
        _folder.Variables["PATH"] = $"/nowhere:{Path.GetDirectoryName(file)}";
        return file;
    }
}
