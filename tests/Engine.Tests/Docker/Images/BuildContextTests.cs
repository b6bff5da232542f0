using System.Formats.Tar;
using Infra.Common;
using Infra.Engine.Docker.Images;

namespace Engine.Tests.Docker.Images;

public sealed class BuildContextTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("context-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "sub/a.log", false)]
    [InlineData("**/*.log", "sub/deep/a.log", true)]
    [InlineData("**/*.log", "a.log", true)]
    [InlineData("bin", "bin/app.dll", true)]
    [InlineData("/bin/", "bin/app.dll", true)]
    [InlineData("bin", "src/bin", false)]
    [InlineData("*/temp*", "a/temporary", true)]
    [InlineData("temp?", "tempa", true)]
    [InlineData("[ab].txt", "b.txt", true)]
    [InlineData("[^ab].txt", "b.txt", false)]
    [InlineData("docs/**", "docs/a/b", true)]
    [InlineData("# comment", "# comment", false)]
    [InlineData("a/../b", "b", true)]
    public void Ignores_APattern_MatchesAsDockerDoes(string pattern, string path, bool expected) =>
        Assert.Equal(expected, IgnorePatterns.Parse([pattern]).Ignores(path));

    [Fact]
    public void Ignores_AnException_IsDecidedByTheLastMatch()
    {
        var patterns = IgnorePatterns.Parse(["*.md", "!README*.md", "README-secret.md"]);

        Assert.True(patterns.Ignores("a.md"));
        Assert.False(patterns.Ignores("README.md"));
        Assert.True(patterns.Ignores("README-secret.md"));
    }

    [Fact]
    public async Task WriteAsync_AContext_HasTheFilesThatAreNotIgnoredAndTheDockerfile()
    {
        Write("Dockerfile", "FROM scratch");
        Write("src/a.cs", "a");
        Write("bin/a.dll", "a");
        Write("bin/kept.txt", "a");
        Write(".dockerignore", "bin\n!bin/kept.txt\nDockerfile\n");
        var context = Open("Dockerfile");

        var names = await ListAsync(context);

        Assert.Equal([".dockerignore", "Dockerfile", "bin/kept.txt", "src", "src/a.cs"], names);
        Assert.Equal("Dockerfile", context.DockerfileName);
    }

    [Fact]
    public async Task WriteAsync_TheFirst512Bytes_AreAWholeHeader()
    {
        Write(new string('a', 120), "a name that needs an extended header");
        Write("Dockerfile", "FROM scratch");
        using var archive = new MemoryStream();

        await Open("Dockerfile").WriteAsync(archive, CancellationToken.None);

        archive.SetLength(512);
        archive.Position = 0;
        await using var reader = new TarReader(archive);
        Assert.Equal("./", (await reader.GetNextEntryAsync())!.Name);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("socket")]
    public void Open_ASpecialFile_IsRefusedWithItsPath_UnlessItIsIgnored(string kind)
    {
        Write("Dockerfile", "FROM scratch");
        Write("empty", "");
        var path = Path.Combine(_folder.FullName, kind);
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified
        );
        if (kind == "pipe")
        {
            using var process = System.Diagnostics.Process.Start("mkfifo", path);
            process.WaitForExit();
        }
        else
        {
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        }

        Assert.Contains(
            $"{path} is a pipe, a socket or a device",
            Assert.Throws<IOException>(() => Open("Dockerfile")).Message,
            StringComparison.Ordinal
        );

        Write(".dockerignore", kind);
        Assert.NotEmpty(Open("Dockerfile").ComputeDigest());
    }

    [Fact]
    public async Task WriteAsync_ADockerfileOutside_IsAdded()
    {
        Write("Dockerfile", "FROM scratch");
        Write("app/a", "a");
        var context = BuildContext.Open(Path.Combine(_folder.FullName, "app"), Path.Combine(_folder.FullName, "Dockerfile"));

        Assert.Equal(["a", context.DockerfileName], await ListAsync(context));
        Assert.StartsWith(".dockerfile.", context.DockerfileName, StringComparison.Ordinal);
    }

    [Fact]
    public void ComputeDigest_Changes_OfContentNameAndModeOnly()
    {
        Write("Dockerfile", "FROM scratch");
        Write("a", "1");
        var before = Open("Dockerfile").ComputeDigest();

        File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, "a"), DateTime.UnixEpoch);
        Assert.Equal(before, Open("Dockerfile").ComputeDigest());
        Write("a", "2");
        var after = Open("Dockerfile").ComputeDigest();
        Assert.NotEqual(before, after);
        File.Move(Path.Combine(_folder.FullName, "a"), Path.Combine(_folder.FullName, "b"));
        Assert.NotEqual(after, Open("Dockerfile").ComputeDigest());
    }

    [Fact]
    public void FindBases_OfADockerfile_LeavesOutStagesAndVariables() =>
        Assert.Equal(
            ["registry.example/sdk:10", "nginx"],
            ImageBuild.FindBases(
                "ARG V=1\nFROM --platform=linux/amd64 registry.example/sdk:10 AS build\nRUN true\nFROM build as test\nfrom nginx\nFROM scratch\nFROM app:$V\n"
            )
        );

    private BuildContext Open(string dockerfile) => BuildContext.Open(_folder.FullName, Path.Combine(_folder.FullName, dockerfile));

    private static async Task<List<string>> ListAsync(BuildContext context)
    {
        using var archive = new MemoryStream();
        await context.WriteAsync(archive, CancellationToken.None);
        archive.Position = 0;
        await using var reader = new TarReader(archive);
        var names = new List<string>();
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name != "./")
            {
                names.Add(entry.Name);
            }
        }

        return names;
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
