using System.Collections.Immutable;
using Infra.Backend.Images;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;
using Moq;

namespace Infra.Tests.Images;

/// <summary>Images that the .NET SDK builds: when they are built, and settings that are rejected.</summary>
public sealed class ProjectImageTests : IDisposable
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\"/>";
    private const string Build = "  web: {image: {build: src/web}, port: 8080}";

    private static readonly string First = $"sha256:{new string('1', 64)}";
    private static readonly string Second = $"sha256:{new string('2', 64)}";

    private readonly ProjectFiles _files = new ProjectFiles()
        .Add(
            "../src/web/web.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"../lib/lib.csproj\"/></ItemGroup></Project>"
        )
        .Add("../src/web/Program.cs", "return 1;")
        .Add("../src/lib/lib.csproj", Project)
        .Add("../src/lib/Library.cs", "class Library;")
        .Add("../src/Directory.Build.props", "<Project><ItemGroup><Compile Include=\"../shared/*.cs\"/></ItemGroup></Project>")
        .Add("../src/shared/Shared.cs", "class Shared;");

    private readonly Mock<IProjectPublisher> _publisher = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task AnUpdate_WithoutAFormerImage_Builds_AndRecordsSourcesAndImage()
    {
        var (plan, _) = await UpdateAsync(First, former: null);

        Assert.Equal($"ghcr.io/example/shop/web@{First}", Image(plan));
        _publisher.Verify(
            publisher => publisher.PublishAsync(It.Is<ImageBuild>(build => build.Settings.File == "src/web/web.csproj"), null),
            Times.Once
        );
    }

    [Fact]
    public async Task AnUpdate_WithTheSameSources_BuildsNothing()
    {
        var (_, former) = await UpdateAsync(First, former: null);
        _files.Add("../src/web/obj/project.assets.json", "{}").Add("../src/web/bin/Release/web.dll", "").Add("../src/lib/obj/lib.json", "");

        var (plan, records) = await UpdateAsync(Second, former);

        Assert.Equal($"ghcr.io/example/shop/web@{First}", Image(plan));
        Assert.Equal(Sources(former), Sources(records));
        _publisher.Verify(publisher => publisher.PublishAsync(It.IsAny<ImageBuild>(), null), Times.Once);
    }

    [Theory]
    [InlineData("../src/web/Program.cs", Build)]
    [InlineData("../src/lib/Library.cs", Build)]
    [InlineData("../src/web/wwwroot/index.html", Build)]
    [InlineData("../src/web/wwwroot/bin/script.js", Build)]
    [InlineData("../src/shared/Shared.cs", Build)]
    [InlineData("../Directory.Build.props", Build)]
    [InlineData(null, "  web: {image: {build: {context: src/web, args: {Version: 2}}}, port: 8080}")]
    [InlineData(null, "  web: {image: {build: {context: src/web, platform: linux/arm64}}, port: 8080}")]
    [InlineData(null, "  web: {image: {build: src/web, tag: v2}, port: 8080}")]
    public async Task AnUpdate_WithChangedSources_BuildsAgain(string? file, string services)
    {
        var (_, former) = await UpdateAsync(First, former: null);
        if (file is not null)
        {
            _files.Add(file, "<Project/>");
        }

        var (plan, records) = await UpdateAsync(Second, former, services);

        Assert.Equal($"ghcr.io/example/shop/web@{Second}", Image(plan));
        Assert.NotEqual(Sources(former), Sources(records));
    }

    [Fact]
    public async Task APreview_BuildsNothing_AndTheImageIsUnknown()
    {
        var plan = await PlanAsync(former: null, Build, isPreview: true);

        Assert.DoesNotContain(
            "ghcr.io",
            plan.Get("Deployment", "web")["spec.template.spec.containers[0].image"] as string ?? "",
            StringComparison.Ordinal
        );
        _publisher.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task AFolderWithADockerfile_IsBuiltFromIt()
    {
        _files.Add("../src/web/Dockerfile", "FROM scratch");

        var plan = await PlanAsync(former: null, Build, isPreview: false);

        Assert.Null(await Pulumi.Utilities.OutputUtilities.GetValueAsync(plan.Stack.Builds));
        Assert.Contains(plan.Resources, resource => resource.Type == "docker:index/image:Image");
        Assert.DoesNotContain(plan.Resources, resource => resource.Type == "infra:images:ProjectImage");
    }

    [Theory]
    [InlineData("{context: src, project: web/no.csproj}", "project: there is no file 'src/web/no.csproj'; write its path from 'src'")]
    [InlineData(
        "{context: src, project: web/Program.cs}",
        "project: 'src/web/Program.cs' is not a project file; write the path of a .csproj"
    )]
    [InlineData("{context: src, project: web/web.csproj, dockerfile: D}", ": the build has both a project and a Dockerfile; remove")]
    [InlineData(
        "{context: src/two}",
        ": 'src/two' has no Dockerfile and 2 project files: a.csproj, b.fsproj; write which one as 'project'"
    )]
    [InlineData("{context: src/web, target: final}", "target: a .NET project has no stages; remove it")]
    [InlineData("{context: src/web, cacheFrom: [\"a:1\"]}", "cacheFrom: the .NET SDK reuses no layers of other images; remove it")]
    [InlineData(
        "{context: src/web, platform: linux/mips64}",
        "platform: the .NET SDK has no runtime for 'linux/mips64'; write one of linux/386,"
    )]
    [InlineData("{context: src/web, args: {a-b: c}}", "args.a-b: 'a-b' is not the name of an MSBuild property; write letters")]
    public void AnInvalidBuild_IsRejectedAtItsPlace(string build, string expected)
    {
        _files.Add("../src/two/a.csproj", Project).Add("../src/two/b.fsproj", Project);

        var error = Assert.Single(
            Assert
                .Throws<InvalidSettingsException>(() =>
                    SettingsLoader.Load(CreateSources($"  web: {{image: {{build: {build}}}, port: 8080}}"))
                )
                .Errors
        );

        Assert.Contains($"services.web.image.build{(expected[0] == ':' ? "" : ".")}{expected}", error.ToString(), StringComparison.Ordinal);
    }

    private static object Image(RecordedPlan plan) => plan.Get("Deployment", "web")["spec.template.spec.containers[0].image"]!;

    private static string Sources(ImmutableDictionary<string, object> records) =>
        (string)((ImmutableDictionary<string, object>)records["web"])["sources"];

    private async Task<(RecordedPlan Plan, ImmutableDictionary<string, object> Records)> UpdateAsync(
        string digest,
        ImmutableDictionary<string, object>? former,
        string services = Build
    )
    {
        _publisher.Setup(publisher => publisher.PublishAsync(It.IsAny<ImageBuild>(), null)).ReturnsAsync(digest);
        var plan = await PlanAsync(former, services, isPreview: false);
        var records = await Pulumi.Utilities.OutputUtilities.GetValueAsync(plan.Stack.Builds);
        return (
            plan,
            records!.ToImmutableDictionary(
                record => record.Key,
                record => (object)record.Value.ToImmutableDictionary(entry => entry.Key, entry => (object)entry.Value)
            )
        );
    }

    private Task<RecordedPlan> PlanAsync(ImmutableDictionary<string, object>? former, string services, bool isPreview) =>
        RecordedPlan.Create(
            CreateSources(services),
            publisher: _publisher.Object,
            outputs: former is null ? null : ImmutableDictionary<string, object>.Empty.Add("builds", former),
            isPreview: isPreview,
            root: _files.Root
        );

    private SettingsSources CreateSources(string services) =>
        StackSources.Simulated(
            "name: shop\nsizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n"
                + $"cluster: {{kind: existing, context: prod}}\nimages: {{builds: ghcr.io/example}}\nservices:\n{services}\n",
            ""
        ) with
        {
            Root = _files.Root,
            Config = _ => null,
        };
}
