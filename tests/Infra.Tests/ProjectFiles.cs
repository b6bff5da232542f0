using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests;

/// <summary>A project's folder with files beside the catalogue.</summary>
internal sealed class ProjectFiles : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("infra-tests-");

    public string Root => _root.FullName;

    public ProjectFiles Add(string path, string content) => Add(path, System.Text.Encoding.UTF8.GetBytes(content));

    public ProjectFiles Add(string path, byte[] content)
    {
        File.WriteAllBytes(CreateFolder(path), content);
        return this;
    }

    public ProjectFiles AddLink(string path, string target)
    {
        File.CreateSymbolicLink(CreateFolder(path), target);
        return this;
    }

    public SettingsSources Sources(string services) =>
        StackSources.Simulated(
            $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\nservices: {{{services}}}",
            ""
        ) with
        {
            Root = Root,
        };

    public void Dispose() => _root.Delete(recursive: true);

    private string CreateFolder(string path)
    {
        var full = Path.Combine(Root, "stacks", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
