using Infra.Policies.Tests.Support;
using Infra.PolicyPacks.Tests.Support;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Moq;
using Wire = Infra.Protocol.Messages.EnforcementLevel;

namespace Infra.Policies.Tests.Pack;

/// <summary>The configuration of the pack in a stack's file.</summary>
public sealed class StackSettingsTests
{
    private const string Tagged =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {team: shop}}\nspec: {containers: [{name: app, image: nginx}]}\n";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task EveryError_IsReportedAtOnceWithItsPlace()
    {
        await using var engine = await StartAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            engine.ConfigureStackAsync(
                config:
                [
                    ("policies:profil", "x"),
                    ("policies:profile", "strict"),
                    ("policies:remediate", """["image-tag"]"""),
                    (
                        "policies:rules",
                        """{"image-tag": "forbidden", "image-tagg": "advisory", "minimum-replicas": {"minimum": "two", "minimun": 2}}"""
                    ),
                ]
            )
        );

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Contains(
            "policies:profil: there is no setting of this name; did you mean 'profile'?",
            exception.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains("policies:profile: 'strict' is not a profile", exception.Detail, StringComparison.Ordinal);
        Assert.Contains("policies:remediate[0]: there is no remediation 'image-tag'", exception.Detail, StringComparison.Ordinal);
        Assert.Contains("policies:rules.image-tag: 'forbidden' is not an enforcement level", exception.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "policies:rules.image-tagg: there is no policy of this name; did you mean 'image-tag'?",
            exception.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "policies:rules.minimum-replicas.minimum: must be integer, not string \"two\"",
            exception.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "policies:rules.minimum-replicas.minimun: there is no setting of this name; did you mean 'minimum'?",
            exception.Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MalformedExemptions_AreAllReported()
    {
        await using var engine = await StartAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            engine.ConfigureStackAsync(
                config: (
                    "policies:exemptions",
                    """[{"policy": "image-tagg", "urn": "*", "reason": "r", "expires": "2026-13-01"}, {"policy": "image-tag", "reason": "r", "expires": "2027-01-01"}]"""
                )
            )
        );
        var incomplete = await Assert.ThrowsAsync<RpcException>(() =>
            engine.ConfigureStackAsync(config: ("policies:exemptions", """[{"policy": "image-tag", "urn": "*", "until": "2027-01-01"}]"""))
        );

        Assert.Contains(
            "policies:exemptions[0].policy: 'image-tagg' matches no policy; did you mean 'image-tag'?",
            exception.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains("policies:exemptions[0].expires: '2026-13-01' is not a date", exception.Detail, StringComparison.Ordinal);
        Assert.Contains("policies:exemptions[1]: names no resource", exception.Detail, StringComparison.Ordinal);
        Assert.Contains("policies:exemptions[0]: 'reason' is missing", incomplete.Detail, StringComparison.Ordinal);
        Assert.Contains("policies:exemptions[0].until: there is no setting of this name", incomplete.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"policy": "image-*", "urn": "*:Pod::a", "reason": "soon gone", "expires": "2026-06-01"}""")]
    [InlineData("""{"policy": "image-tag", "labels": {"team": "sh*"}, "reason": "soon gone", "expires": "2027-01-01"}""")]
    public async Task Exemption_ThatCovers_TurnsTheViolationIntoAnAdvisoryOnItsUse(string exemption)
    {
        await using var engine = await StartAsync();
        await engine.ConfigureStackAsync(config: ("policies:exemptions", $"[{exemption}]"));

        var diagnostic = await TagAsync(engine);

        Assert.Equal(Wire.Advisory, diagnostic.EnforcementLevel);
        Assert.Contains("(soon gone): container 'app' runs 'docker.io/nginx' without a tag", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"policy": "image-tag", "urn": "*::b", "reason": "r", "expires": "2027-01-01"}""")]
    [InlineData("""{"policy": "image-tag", "labels": {"team": "other"}, "reason": "r", "expires": "2027-01-01"}""")]
    [InlineData("""{"policy": "host-*", "urn": "*", "reason": "r", "expires": "2027-01-01"}""")]
    public async Task Exemption_OfAnotherResourceOrPolicy_ChangesNothing(string exemption)
    {
        await using var engine = await StartAsync();
        await engine.ConfigureStackAsync(config: ("policies:exemptions", $"[{exemption}]"));

        Assert.Equal(Wire.Mandatory, (await TagAsync(engine)).EnforcementLevel);
    }

    [Fact]
    public async Task Exemption_ThatHasExpired_IsAViolationItself()
    {
        await using var engine = await StartAsync();
        await engine.ConfigureStackAsync(
            config: ("policies:exemptions", """[{"policy": "image-tag", "urn": "*", "reason": "soon gone", "expires": "2026-05-31"}]""")
        );

        var violation = await TagAsync(engine);
        var expired = (await engine.AnalyzeStackAsync([])).Diagnostics.Single();

        Assert.Equal(Wire.Mandatory, violation.EnforcementLevel);
        Assert.Contains("Its exemption expired on 2026-05-31 (soon gone).", violation.Message, StringComparison.Ordinal);
        Assert.Equal(("exemptions", Wire.Mandatory), (expired.PolicyName, expired.EnforcementLevel));
        Assert.Contains(
            "entry 1 of the list, the exemption from 'image-tag' for *, expired on 2026-05-31 (soon gone)",
            expired.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task StackRules_AreTheInitialConfiguration()
    {
        await using var engine = await StartAsync();
        await engine.ConfigureStackAsync(
            config: ("policies:rules", """{"minimum-replicas": {"enforcementLevel": "advisory", "minimum": 3}}""")
        );

        var initial = (await engine.GetInfoAsync()).InitialConfig["minimum-replicas"];

        Assert.Equal(Wire.Advisory, initial.EnforcementLevel);
        Assert.Equal(3, initial.Properties.Fields["minimum"].NumberValue);
    }

    private static Task<StandInEngine> StartAsync()
    {
        var time = new Mock<TimeProvider> { CallBase = true };
        time.Setup(clock => clock.GetUtcNow()).Returns(Now);
        return StandInEngine.StartAsync(KubernetesPack.Create(time.Object));
    }

    private static async Task<AnalyzeDiagnostic> TagAsync(StandInEngine engine) =>
        (await engine.AnalyzeAsync(Resources.Parse(Tagged).Single())).Diagnostics.Single(diagnostic =>
            diagnostic.PolicyName == "image-tag"
        );
}
