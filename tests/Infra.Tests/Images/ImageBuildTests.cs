using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Documentation;
using Infra.Tests.Golden;
using Infra.Tests.Settings;

namespace Infra.Tests.Images;

/// <summary>Images that the stack builds: what is declared for them, and settings that are rejected.</summary>
public partial class ImageBuildTests
{
    private const string Existing =
        "cluster: {kind: existing, context: prod}\nimages: {builds: {registry: ghcr.io/example, username: ci, password: p}}";

    private static readonly string Digest = $"@sha256:{new string('a', 64)}";

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile()
    {
        using var project = CreateProject();
        var plan = await RecordedPlan.Create(
            Sources(
                project,
                Existing,
                """
                  catalog:
                    image: {build: {context: ./src/catalog, target: release, platform: linux/arm64, args: {VERSION: 3}, cacheFrom: ["ghcr.io/example/cache:1"]}}
                    port: 8080
                    init: {migrate: {image: {build: {context: src/catalog, dockerfile: migrate.Dockerfile}}}}
                    versions: {canary: {weight: 10, env: {NEW: "on"}}}
                """
            )
        );

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "builds.yaml"],
            GoldenPlan.Write(
                plan,
                resource => resource.Type is "docker:index/image:Image" or "kubernetes:apps/v1:Deployment",
                (_, _, text) => text
            )
        );
    }

    [Fact]
    public async Task ASharedRepository_IsBuiltOnce()
    {
        using var project = CreateProject();
        var plan = await RecordedPlan.Create(
            Sources(
                project,
                Existing,
                """
                  web: {image: {build: {context: src/catalog, repository: shop/app}, tag: v1}, port: 8080}
                  jobs: {kind: worker, image: {build: {context: ./src/catalog/, repository: shop/app}, tag: v1}}
                """
            )
        );

        Assert.Equal(
            "ghcr.io/example/shop/app:v1",
            plan.Resources.Single(resource => resource.Type!.StartsWith("docker:")).Inputs["imageName"]
        );
        foreach (var name in new[] { "web", "jobs" })
        {
            Assert.Equal($"ghcr.io/example/shop/app{Digest}", plan.Get("Deployment", name)["spec.template.spec.containers[0].image"]);
        }
    }

    [Fact]
    public async Task ASimulatedCluster_GetsTheNameAndNothingIsBuilt()
    {
        using var project = CreateProject();
        var plan = await RecordedPlan.Create(Sources(project, "", "  catalog: {image: {build: src/catalog}, port: 8080}"));

        Assert.DoesNotContain(plan.Resources, resource => resource.Type!.StartsWith("docker:", StringComparison.Ordinal));
        Assert.Equal("shop/catalog:dev", plan.Get("Deployment", "catalog")["spec.template.spec.containers[0].image"]);
    }

    [Theory]
    [InlineData("{build: ./src/missing}", "image.build: there is no folder 'src/missing'; create it, or write its path from the project's")]
    [InlineData("{build: src/empty}", "image.build: there is no file 'src/empty/Dockerfile'; write a Dockerfile there, or its path")]
    [InlineData("{build: {context: src, dockerfile: no}}", "image.build.dockerfile: there is no file 'src/no'; write its path from 'src'")]
    [InlineData("{build: ../other}", "image.build: '../other' is outside the project")]
    [InlineData("{build: /srv}", "image.build: '/srv' is not a relative path; write a path from the project's folder")]
    [InlineData("{build: \"\"}", "image.build: '' is not a relative path")]
    [InlineData("{build: 3}", "image.build.context: 3 is not a string")]
    [InlineData("{build: {dockerfile: a}}", "image.build.context: this setting is missing")]
    [InlineData("{reference: \"a:1\", build: src/catalog}", "image: the image has both a reference and a build; remove one")]
    [InlineData("{tag: \"1\"}", "image.reference: this setting is missing; write 'reference: <image>', or 'build: <folder")]
    [InlineData(
        "{build: src/catalog, digest: \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}",
        "image.digest: the digest follows from the build"
    )]
    [InlineData("{build: src/catalog, tag: a b}", "image.tag: 'a b' is not a valid tag")]
    [InlineData("{build: {context: src/catalog, repository: A/b}}", "image.build.repository: 'A/b' is not the path of an image")]
    [InlineData(
        "{build: {context: src/catalog, platform: arm64}}",
        "image.build.platform: 'arm64' is not a platform; write it as linux/arm64"
    )]
    [InlineData("{build: {context: src/catalog, cacheFrom: [\"A b\"]}}", "image.build.cacheFrom[0]: 'A b' is not a container image")]
    [InlineData("{build: {context: src/catalog, buildArgs: {A: b}}}", "image.build.buildArgs: there is no such setting")]
    [InlineData(
        "{build: {context: src/catalog, secrets: [npm]}}",
        "image.build.secrets: there is no such setting; secrets of a build are not supported; build the image elsewhere and write its 'reference'"
    )]
    public void AnInvalidBuild_IsRejectedAtItsPlace(string image, string expected)
    {
        using var project = CreateProject();

        var error = Assert.Single(Errors(project, Existing, $"  s: {{port: 80, image: {image}}}"));

        Assert.StartsWith($"stacks/services.yaml:6: services.s.{expected}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".dockerignore", "", ".git, .infra, .pulumi")]
    [InlineData(".dockerignore", ".git\n**/.infra", ".pulumi")]
    [InlineData(".dockerignore", ".*\n!.infra/clusters", ".infra")]
    [InlineData("Dockerfile.dockerignore", "src", ".git, .infra, .pulumi")]
    public void ABuildOfTheProject_WithItsOwnFolders_IsRejected(string file, string patterns, string expected)
    {
        using var project = CreateRootBuild().Add($"../{file}", patterns);

        foreach (var context in new[] { ".", "./", "src/.." })
        {
            Assert.Equal(
                "stacks/services.yaml:6: services.s.image.build: the context has folders of the project that may hold secrets "
                    + $"and change with each update: {expected}; exclude them in '{file}', or build another folder",
                Assert.Single(Errors(project, Existing, $"  s: {{port: 80, image: {{build: {context}}}}}"))
            );
        }
    }

    [Theory]
    [InlineData(".git\n.infra\n.pulumi", "{build: .}")]
    [InlineData(".git/**\n.infra/*\n.p*", "{build: .}")]
    [InlineData("*\n!src", "{build: {context: ., dockerfile: src/catalog/Dockerfile}}")]
    [InlineData("", "{build: src/catalog}")]
    public void ABuildWithoutTheProjectsOwnFolders_IsAccepted(string patterns, string image)
    {
        using var project = CreateRootBuild().Add("../.dockerignore", patterns);

        Assert.NotNull(SettingsLoader.Load(Sources(project, Existing, $"  s: {{port: 8080, image: {image}}}")));
    }

    [Theory]
    [InlineData("cluster: {kind: existing}", "services.s.image.build: there is no registry to push shop/s:dev to")]
    [InlineData(
        "cluster: {kind: existing}\nimages: {builds: example}",
        "services.s.image.build: there is no registry to push example/shop/s:dev to"
    )]
    [InlineData("images: {builds: \"https://ghcr.io\"}", "images.builds.registry: 'https://ghcr.io' is not a valid registry")]
    [InlineData("images: {builds: {registry: ghcr.io, username: ci}}", "images.builds: a username without a password is not used")]
    [InlineData("images: {builds: {registry: ghcr.io, password: p}}", "images.builds: a password without a username is not used")]
    [InlineData("images: {kubectl: {build: src/catalog}}", "images.kubectl.build: only images of services are built")]
    [InlineData(
        "loadBalancing: {backend: haproxy, image: {build: src/catalog}}",
        "loadBalancing.image.build: only images of services are built"
    )]
    public void InvalidSettingsOfTheStack_AreRejected(string stack, string expected)
    {
        using var project = CreateProject();

        Assert.Contains(
            expected,
            Assert.Single(Errors(project, stack, "  s: {port: 80, image: {build: src/catalog}}")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "  a: {port: 80, image: {build: {context: src/catalog, repository: x}}}\n  b: {port: 80, image: {build: {context: src/catalog, repository: x, target: y}}}",
        "services.b.image.build: the build of 'a' has the same name, ghcr.io/example/x:dev, and other sources"
    )]
    [InlineData(
        "  a-b: {port: 80, image: {build: src/catalog}}\n  a: {port: 80, image: a:1, sidecars: {b: {image: {build: {context: src/catalog, target: y}}}}}",
        "services.a.sidecars.b.image.build: the build of 'a-b' has the same name"
    )]
    [InlineData(
        "  a: {port: 80, image: {build: src/catalog}, versions: {canary: {weight: 10, tag: v2}}}",
        "services.a.versions.canary.tag: the service's image is built"
    )]
    public void BuildsThatDisagree_AreRejected(string services, string expected)
    {
        using var project = CreateProject();

        Assert.Contains(expected, Assert.Single(Errors(project, Existing, services)), StringComparison.Ordinal);
    }

    [Fact]
    public void ASecretArgument_IsRejected()
    {
        using var project = CreateProject();
        var sources = StackSources.Simulated(
            "name: shop\nsizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n",
            """
            config:
              infra:services:
                s: {port: 80, image: {build: {context: src/catalog, args: {TOKEN: {secure: "v1:sandbox"}}}}}
            """
        );

        var error = Assert.Single(
            Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources with { Root = project.Root })).Errors
        );

        Assert.Contains("image.build.args.TOKEN: an argument cannot be secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void APasswordInPlainText_IsAWarning()
    {
        using var project = CreateProject();

        var loaded = SettingsLoader.Load(Sources(project, Existing, "  s: {port: 8080, image: {build: src/catalog}}"));

        Assert.Contains(
            "images.builds.password: this is a secret in plain text",
            Assert.Single(loaded.Warnings).ToString(),
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<string> Errors(ProjectFiles project, string stack, string services) =>
        Assert
            .Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(project, stack, services)))
            .Errors.Select(error => error.ToString());

    private static ProjectFiles CreateProject() =>
        new ProjectFiles()
            .Add("../src/catalog/Dockerfile", "FROM scratch")
            .Add("../src/catalog/migrate.Dockerfile", "FROM scratch")
            .Add("../src/empty/README", "");

    private static ProjectFiles CreateRootBuild() =>
        CreateProject()
            .Add("../Dockerfile", "FROM scratch")
            .Add("../.git/HEAD", "ref: refs/heads/main")
            .Add("../.infra/clusters/dev/kubeconfig", "{}")
            .Add("../.pulumi/stacks/shop/dev.json", "{}");

    private static Backend.Settings.SettingsSources Sources(ProjectFiles project, string stack, string services) =>
        StackSources.Simulated(
            $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\n{stack}\nservices:\n{services}\n",
            ""
        ) with
        {
            Root = project.Root,
            Config = key => stack.Contains("cluster:", StringComparison.Ordinal) || key != "cluster" ? null : """{"kind":"simulated"}""",
        };
}
