using Infra.Common;
using Infra.Engine.Errors;
using Infra.Engine.Programs;
using Infra.Engine.Programs.Building;

namespace Engine.Tests.Programs;

public sealed class ProgramBuilderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");
    private readonly List<string> _builds = [];

    private string Program => Path.Combine(_folder.FullName, "program");

    public ProgramBuilderTests()
    {
        Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><Shared>$(MSBuildThisFileDirectory)shared</Shared></PropertyGroup></Project>"
        );
        Write("shared/Shared.cs", "internal static class Shared { public const string Text = \"one\"; }");
        Write(
            "program/program.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="$(Shared)/**/*.cs" />
              </ItemGroup>
            </Project>
            """
        );
        Write("program/Program.cs", "System.Console.WriteLine(Shared.Text);");
    }

    [Fact]
    public async Task Build_RunsOnlyAfterAChange()
    {
        var first = await BuildAsync();
        Assert.Equal(["one"], await RunAsync(first));
        Assert.Equal(first, await BuildAsync());
        Assert.Single(_builds);

        Write("shared/Shared.cs", "internal static class Shared { public const string Text = \"two\"; }");
        Assert.Equal(["two"], await RunAsync(await BuildAsync()));
        Assert.Equal(2, _builds.Count);

        Write("shared/Shared.cs", "internal static class Shared { public const string Text = missing; }");
        var error = await Assert.ThrowsAsync<ProgramException>(BuildAsync);
        Assert.Contains("Shared.cs(1,", error.Message, StringComparison.Ordinal);
        Assert.Contains("CS0103", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProgramException>(BuildAsync);
    }

    [Theory]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("shared/more/Another.cs")]
    [InlineData("program/Inner/File.cs")]
    [InlineData("program/schema.json")]
    [InlineData("program/Inner/bin/File.cs")]
    [InlineData("shared/obj/File.cs")]
    public void Fingerprint_InputChanged_Changes(string file)
    {
        var before = BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj"));

        Write(file, "<Project />");

        Assert.NotEqual(before, BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj")));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("program/bin/Release/x.dll")]
    [InlineData("program/obj/x.json")]
    [InlineData("program/.git/HEAD")]
    public void Fingerprint_OtherFileChanged_StaysTheSame(string file)
    {
        var before = BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj"));

        Write(file, "text");

        Assert.Equal(before, BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj")));
    }

    [Theory]
    [InlineData("outside/File.cs")]
    [InlineData("outside/inner/File.cs")]
    [InlineData("behind/File.cs")]
    [InlineData("single/File.cs")]
    public void Fingerprint_InputBehindALinkChanged_Changes(string file)
    {
        WriteLinks();
        var before = BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj"));

        Write(file, "class Changed;");

        Assert.NotEqual(before, BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj")));
    }

    [Fact]
    public void Files_LinksInCircles_AreNotFollowed()
    {
        WriteLinks();
        Link("program/self", Program);
        Link("program/up", _folder.FullName);
        Link("behind/back", Program);
        Link("behind/again", Path.Combine(_folder.FullName, "outside"));

        var files = SourceTree.Files(Program, null, (ref entry) => Path.GetRelativePath(Program, entry.ToFullPath()));

        Assert.Equal(
            ["Linked.cs", "Program.cs", "linked/File.cs", "linked/inner/File.cs", "linked/next/File.cs", "program.csproj"],
            files.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Fingerprint_ReferencedProject_IncludesItsReferences()
    {
        Write("lib/lib.csproj", "<Project><ItemGroup><ProjectReference Include=\"..\\base\\base.csproj\" /></ItemGroup></Project>");
        Write("base/base.csproj", "<Project />");
        Write(
            "program/program.csproj",
            "<Project><ItemGroup Condition=\"'$(A)' == 'b'\"><ProjectReference Include=\"../lib/lib.csproj\" /></ItemGroup></Project>"
        );
        var before = BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj"));

        Write("base/Code.cs", "class A;");

        Assert.NotEqual(before, BuildFingerprint.ComputeForSources(Path.Combine(Program, "program.csproj")));
    }

    [Fact]
    public async Task Build_AnotherBuildOfAReferencedProject_Waits()
    {
        Write(
            "lib/lib.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"
        );
        Write("pack/pack.csproj", "<Project><ItemGroup><ProjectReference Include=\"../lib/lib.csproj\" /></ItemGroup></Project>");
        var project = Path.Combine(Program, "program.csproj");
        Write(
            "program/program.csproj",
            File.ReadAllText(project)
                .Replace("<Compile ", "<ProjectReference Include=\"../lib/lib.csproj\" /><Compile ", StringComparison.Ordinal)
        );
        Task<string> building;
        using (
            await BuildLock.AcquireAsync(
                ProgramInputs.Read(Path.Combine(_folder.FullName, "pack/pack.csproj")),
                _ => { },
                TimeProvider.System,
                CancellationToken.None
            )
        )
        {
            building = BuildAsync();

            Assert.Empty(_builds);
        }

        Assert.Equal(["one"], await RunAsync(await building));
    }

    [Fact]
    public async Task Build_NoProject_NamesTheFolder()
    {
        var error = await Assert.ThrowsAsync<ProgramException>(() =>
            ProgramBuilder.BuildAsync(BuildSubject.Program, _folder.FullName, Listener, TimeProvider.System, default)
        );

        Assert.Contains(_folder.FullName, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private BuildListener Listener => new(_builds.Add, Waiting: _ => { });

    private Task<string> BuildAsync() =>
        ProgramBuilder.BuildAsync(BuildSubject.Program, Program, Listener, TimeProvider.System, CancellationToken.None);

    private async Task<List<string>> RunAsync(string target)
    {
        var lines = new List<string>();
        var environment = new ProgramEnvironment
        {
            MonitorAddress = "",
            EngineAddress = "",
            Project = "p",
            Stack = "s",
            RootDirectory = _folder.FullName,
            WorkingDirectory = Program,
            IsPreview = false,
            Parallel = 1,
            Config = new Dictionary<string, string>(),
            ConfigSecretKeys = [],
        };
        var result = await new ProgramProcess(target).RunAsync(environment, (line, _) => lines.Add(line), CancellationToken.None);
        Assert.Equal(ProgramResult.Succeeded, result);
        return lines;
    }

    /// <summary>Writes links to a file, to a folder, and from that to another.</summary>
    private void WriteLinks()
    {
        foreach (var file in (string[])["outside/File.cs", "outside/inner/File.cs", "behind/File.cs", "single/File.cs"])
        {
            Write(file, "");
        }

        Link("program/linked", Path.Combine(_folder.FullName, "outside"));
        Link("outside/next", Path.Combine(_folder.FullName, "behind"));
        File.CreateSymbolicLink(Path.Combine(Program, "Linked.cs"), Path.Combine(_folder.FullName, "single/File.cs"));
    }

    private void Link(string path, string target) => Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, path), target);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
