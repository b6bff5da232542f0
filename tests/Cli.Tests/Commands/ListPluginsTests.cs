using Infra.Cli.Commands.Plugins;
using Infra.Engine.Providers.Plugins;

namespace Cli.Tests.Commands;

/// <summary><c>infra plugin ls</c>.</summary>
public sealed class ListPluginsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void GetSize_FolderWithLinks_CountsEachFileOnce()
    {
        var library = _folder.CreateSubdirectory("library");
        File.WriteAllText(Path.Combine(library.FullName, ".plugin"), "12345");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "plugin"), Path.Combine(library.FullName, ".plugin"));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "missing"), Path.Combine(_folder.FullName, "nowhere"));
        Directory.CreateSymbolicLink(Path.Combine(library.FullName, "circle"), _folder.FullName);

        Assert.Equal(5, ListPluginsCommand.GetSize(new InstalledPlugin("resource", "sample", "1.0.0", _folder.FullName)));
    }
}
