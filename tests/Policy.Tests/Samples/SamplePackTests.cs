using Google.Protobuf.WellKnownTypes;
using Infra.PolicyPacks.Tests.Support;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using Level = Infra.Protocol.Messages.EnforcementLevel;

namespace Infra.PolicyPacks.Tests.Samples;

/// <summary>The sample in docs/, run as a process: in the repository, and outside of it on the packages.</summary>
public sealed class SamplePackTests
{
    private static readonly string Sample = Path.Combine(BuildFacts.RepositoryRoot, "docs", "samples", "policy-pack");

    [Fact]
    public async Task Sample_InTheRepository_ReportsViolationsAndRemediates()
    {
        using var pack = await PackProcess.StartAsync(Sample, BuildFacts.Configuration);

        await AssertSampleAsync(pack);
    }

    [Fact]
    public async Task Sample_OutsideTheRepository_BuildsOnThePackages()
    {
        using var folder = new TemporaryFolder();
        var feed = folder.Combine("feed");
        foreach (var project in (string[])["sdk/Protocol", "sdk/Policy"])
        {
            await DotnetCommand.RunAsync(
                "pack",
                Path.Combine(BuildFacts.RepositoryRoot, project),
                "--no-build",
                "--configuration",
                BuildFacts.Configuration,
                "--output",
                feed
            );
        }

        var outside = CopySample(folder.Combine("policy-pack"));

        // A packages folder of its own, so that NuGet takes the packages just made, not those of an earlier run.
        await DotnetCommand.RunAsync(
            "build",
            outside,
            "--configuration",
            BuildFacts.Configuration,
            $"-p:RestoreAdditionalProjectSources={feed}",
            $"-p:RestorePackagesPath={folder.Combine("packages")}",
            $"-p:RestoreFallbackFolders={BuildFacts.PackageRoot}"
        );
        using var pack = await PackProcess.StartAsync(outside, BuildFacts.Configuration);

        await AssertSampleAsync(pack);
    }

    private static string CopySample(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(Sample))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var project = Path.Combine(target, "policy-pack.csproj");
        var text = File.ReadAllText(project);
        const string ProjectReference = """<ProjectReference Include="../../../sdk/Policy/Policy.csproj" />""";
        Assert.Contains(ProjectReference, text, StringComparison.Ordinal);
        File.WriteAllText(
            project,
            text.Replace(ProjectReference, """<PackageReference Include="Infra.PolicyPacks" Version="0.1.0" />""", StringComparison.Ordinal)
        );
        return target;
    }

    private static async Task AssertSampleAsync(PackProcess pack)
    {
        var info = await pack.Channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new Empty());
        Assert.Equal(["allowed-regions", "bucket-count", "encrypted-buckets", "exemptions"], info.Policies.Select(policy => policy.Name));

        // The setting left out keeps its default; the one configured replaces it.
        var bucket = CreateBucket("eu-west-1");
        Assert.Equal(["encrypted-buckets"], await AnalyzeAsync(pack, bucket));
        var configuration = new ConfigureAnalyzerRequest();
        configuration.PolicyConfig.Add(
            "allowed-regions",
            new PolicyConfig { EnforcementLevel = Level.Mandatory, Properties = Struct.Parser.ParseJson("""{"regions": ["us-east-1"]}""") }
        );
        configuration.PolicyConfig.Add("encrypted-buckets", new PolicyConfig { EnforcementLevel = Level.Remediate });
        await pack.Channel.UnaryAsync(AnalyzerMethods.Configure, configuration);
        Assert.Equal(["allowed-regions", "encrypted-buckets"], await AnalyzeAsync(pack, bucket));

        var remediated = await pack.Channel.UnaryAsync(AnalyzerMethods.Remediate, Requests.ToRequest(bucket));
        var remediation = Assert.Single(remediated.Remediations);
        Assert.Equal("AES256", remediation.Properties.Fields["serverSideEncryption"].StructValue.Fields["algorithm"].StringValue);

        var stack = Requests.ToStackRequest(Enumerable.Range(0, 11).Select(_ => bucket));
        var tooMany = Assert.Single((await pack.Channel.UnaryAsync(AnalyzerMethods.AnalyzeStack, stack)).Diagnostics);
        Assert.Equal(("bucket-count", Level.Advisory), (tooMany.PolicyName, tooMany.EnforcementLevel));
        Assert.Equal("A stack has at most 10 buckets.\nthe stack has 11 buckets.", tooMany.Message);

        Assert.Equal((0, ""), await pack.CancelAsync());
    }

    private static async Task<IEnumerable<string>> AnalyzeAsync(PackProcess pack, PolicyResource resource) =>
        (await pack.Channel.UnaryAsync(AnalyzerMethods.Analyze, Requests.ToRequest(resource))).Diagnostics.Select(diagnostic =>
            diagnostic.PolicyName
        );

    private static PolicyResource CreateBucket(string region) =>
        new()
        {
            Urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs",
            Type = "aws:s3/bucket:Bucket",
            Name = "logs",
            Properties = PropertyMap.Create(("region", region)),
        };
}
