using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Manifests;

/// <summary>A project with manifests beside its catalogue.</summary>
internal sealed class ManifestProject : IDisposable
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    private readonly ProjectFiles _files = new();

    public ManifestProject Add(string path, string content)
    {
        _files.Add(path, content);
        return this;
    }

    public ManifestProject AddLink(string path, string target)
    {
        _files.AddLink(path, target);
        return this;
    }

    public string Root => _files.Root;

    /// <param name="manifests">The entries of <c>manifests</c>.</param>
    /// <param name="settings">Other settings of the catalogue in YAML.</param>
    /// <param name="stackFile">The stack's file.</param>
    public SettingsSources Sources(string manifests, string settings = "", string stackFile = "") =>
        StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{web: {{image: \"ghcr.io/shop/web:1.4\", port: 8080}}}}\nmanifests: [{manifests}]\n{settings}\n",
            stackFile
        ) with
        {
            Root = Root,
        };

    public LoadedSettings Load(string manifests, string settings = "") => SettingsLoader.Load(Sources(manifests, settings));

    /// <summary>The only error in the settings.</summary>
    public string FindError(string manifests, string settings = "", string stackFile = "") =>
        Assert
            .Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(manifests, settings, stackFile))).Errors)
            .ToString();

    public void Dispose() => _files.Dispose();
}
