using Cli.Tests.Support;
using Infra.Cli;
using Infra.Cli.Pipelines;

namespace Cli.Tests.Pipelines;

/// <summary>The files of a repository: those of this one, and what the command overwrites.</summary>
public sealed class InitializePipelinesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipelines-");

    [Theory]
    [InlineData(".github/workflows/infra-deploy.yml")]
    [InlineData(".gitlab-ci.yml")]
    public async Task TheFilesOfThisRepository_AreThoseOfTheCommandThatTheyName(string file)
    {
        var first = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, file)))[0];
        var command = first.Split('`')[1].Split(' ')[1..];

        Assert.Equal(0, await CommandLine.CreateRoot().Parse(["-C", Repository.Root, .. command, "--check"]).InvokeAsync());
    }

    [Fact]
    public void Write_FilesOfItsOwn_AreOverwritten()
    {
        var folder = new PipelineFolder(_folder.FullName);
        var header = PipelineFolder.Header("infra ci init github --stack prod");

        Assert.Equal(["a/b.yml"], folder.Write([new PipelineFile("a/b.yml", header + "one")], mayReplace: false));
        Assert.Equal(["a/b.yml"], folder.Write([new PipelineFile("a/b.yml", header + "two")], mayReplace: false));
        Assert.Empty(folder.Write([new PipelineFile("a/b.yml", header + "two")], mayReplace: false));
    }

    [Fact]
    public void Write_AFileOfSomebodyElse_IsRefusedBeforeAnythingIsWritten()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "own.yml"), "my own");
        var folder = new PipelineFolder(_folder.FullName);
        PipelineFile[] files = [new("new.yml", "new"), new("own.yml", "other")];

        var error = Assert.Throws<UsageException>(() => folder.Write(files, mayReplace: false));

        Assert.Contains("own.yml", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "new.yml")));
        Assert.Equal(["new.yml", "own.yml"], folder.Write(files, mayReplace: true));
    }

    [Fact]
    public void Write_AFileOfTheUsers_IsLeftAsItIs()
    {
        var own = Path.Combine(_folder.FullName, ".gitlab-ci.yml");
        File.WriteAllText(own, "my own");
        var folder = new PipelineFolder(_folder.FullName);
        PipelineFile[] files = [new(".gitlab-ci.yml", "include") { IsOfUser = true }, new("jobs.yml", "jobs")];

        Assert.Equal(["jobs.yml"], folder.Write(files, mayReplace: false));
        Assert.Equal("my own", File.ReadAllText(own));
        Assert.Empty(folder.FindOutdated(files));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
