using Google.Protobuf.WellKnownTypes;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Tests.Support;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using Wire = Infra.Protocol.Messages.EnforcementLevel;

namespace Infra.Policies.Tests.Pack;

/// <summary>The Kubernetes pack's answers to an engine.</summary>
public sealed class KubernetesPackTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {key: hidden-value}\n";

    [Fact]
    public async Task GetAnalyzerInfo_WithoutAStack_DescribesEveryPolicy()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());

        var info = await engine.GetInfoAsync();

        Assert.Equal(KubernetesPack.Name, info.Name);
        Assert.True(info.SupportsConfig);
        Assert.Equal(new PolicyCatalog(KubernetesPack.Create()).Names, info.Policies.Select(policy => policy.Name));
        Assert.All(info.Policies, policy =>
        {
            Assert.NotEmpty(policy.Description);
            Assert.NotEmpty(policy.RemediationSteps);
            Assert.NotEqual(PolicySeverity.Unspecified, policy.Severity);
            Assert.NotEqual(PolicyType.Unknown, policy.PolicyType);
        });
        Assert.Equal(info.Version, (await engine.GetPluginInfoAsync()).Version);
    }

    [Fact]
    public async Task Analyze_NamesThePoliciesThatDoNotApplyToTheResource()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());
        var bucket = new PolicyResource
        {
            Urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b",
            Type = "aws:s3/bucket:Bucket",
            Name = "b",
            Properties = PropertyMap.Empty,
        };

        var ofBucket = await engine.AnalyzeAsync(bucket);
        var ofConfigMap = await engine.AnalyzeAsync(Resources.Parse(ConfigMap).Single());
        var ofPod = await engine.AnalyzeAsync(
            Resources.Parse("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n").Single()
        );
        var ofUnknownPod = await engine.AnalyzeAsync(
            Resources.Parse("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: !unknown x\n").Single()
        );
        var ofStack = await engine.AnalyzeStackAsync(Resources.Parse(ConfigMap));

        Assert.Empty(ofBucket.Diagnostics);
        Assert.Contains(ofBucket.NotApplicable, skipped =>
            (skipped.PolicyName, skipped.Reason) == ("secret-in-config-map", "The policy applies to Kubernetes objects only.")
        );
        Assert.Contains(ofConfigMap.NotApplicable, skipped =>
            (skipped.PolicyName, skipped.Reason) == ("image-tag", "The policy applies to pods and objects that create pods only.")
        );
        Assert.DoesNotContain(ofConfigMap.NotApplicable, skipped => skipped.PolicyName == "secret-in-config-map");
        Assert.DoesNotContain(ofPod.NotApplicable, skipped => skipped.PolicyName == "image-tag");
        Assert.DoesNotContain(ofUnknownPod.NotApplicable, skipped => skipped.PolicyName == "image-tag");
        Assert.Contains(ofUnknownPod.Diagnostics, diagnostic =>
            diagnostic.PolicyName == "image-tag" && diagnostic.Message.Contains("spec is not known yet", StringComparison.Ordinal)
        );
        Assert.Contains(ofStack.NotApplicable, skipped =>
            (skipped.PolicyName, skipped.Reason) == ("service-selects-pods", "The policy applies to objects of these kinds only: Service.")
        );
    }

    [Fact]
    public async Task GetAnalyzerInfo_DescribesSettingsByJsonSchema()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());

        var schema = (await engine.GetInfoAsync()).Policies.Single(policy => policy.Name == "minimum-replicas").ConfigSchema;

        var minimum = schema.Properties.Fields["minimum"].StructValue.Fields;
        Assert.Equal("integer", minimum["type"].StringValue);
        Assert.Equal(2, minimum["default"].NumberValue);
        Assert.Equal(1, minimum["minimum"].NumberValue);
        Assert.NotEmpty(minimum["description"].StringValue);
    }

    [Fact]
    public async Task ConfigureStack_ChoosesTheProfile()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());
        await engine.HandshakeAsync();
        await engine.ConfigureStackAsync(config: ("policies:profile", "baseline"));

        var levels = (await engine.GetInfoAsync()).Policies.ToDictionary(policy => policy.Name, policy => policy.EnforcementLevel);

        Assert.Equal(Wire.Mandatory, levels["privileged-containers"]);
        Assert.Equal(Wire.Disabled, levels["run-as-non-root"]);
        Assert.Equal(Wire.Disabled, levels["minimum-replicas"]);
        Assert.Equal(Wire.Advisory, levels["image-digest"]);
    }

    [Fact]
    public async Task Remediate_KeepsSecretsAndUnknowns()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());
        await engine.ConfigureStackAsync(config: ("policies:remediate", "true"));
        var pod = Resources
            .Parse(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec: !secret
                  containers:
                  - {name: app, image: !unknown x, env: [{name: A, value: !secret s}]}
                """
            )
            .Single();

        var last = (await engine.RemediateAsync(pod)).Remediations[^1].Properties;

        var properties = StructConverter.FromStruct(last, StructConversion.Lossless);
        var spec = Assert.IsType<PropertySecret>(properties["spec"]);
        Assert.Equal((PropertyValue)false, ((PropertyObject)spec.Value).Properties["automountServiceAccountToken"]);
        Assert.True(spec.Value.ContainsUnknowns());
        Assert.True(spec.Value.ContainsSecrets());
    }

    [Fact]
    public async Task Configure_EveryMistakeAtOnce()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            engine.ConfigureAsync(
                ("image-tagg", new PolicyConfig()),
                ("minimum-replicas", new PolicyConfig { Properties = new Struct { Fields = { ["minimum"] = Value.ForString("two") } } }),
                ("autoscaler-bounds", new PolicyConfig { Properties = new Struct { Fields = { ["minimun"] = Value.ForNumber(2) } } }),
                ("image-tag", new PolicyConfig { Properties = new Struct { Fields = { ["a"] = Value.ForNumber(2) } } })
            )
        );

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal(
            """
            The policy pack's configuration is wrong:
              autoscaler-bounds.minimun: there is no setting of this name; did you mean 'minimum'? Known are: minimum
              image-tag.a: the policy has no settings; remove it
              image-tagg: there is no policy of this name; did you mean 'image-tag'?
              minimum-replicas.minimum: must be integer, not string "two"
            """,
            exception.Detail
        );
    }

    [Fact]
    public async Task AnalyzeStack_FiveThousandResources_ReportsTheOneViolation()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());
        await engine.ConfigureStackAsync(config: ("policies:profile", "baseline"));
        var resources = Enumerable
            .Range(0, 2500)
            .SelectMany(i =>
                Resources.Parse(
                    $"""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      name: app-{i}
                      namespace: shop
                    spec:
                      selector:
                        matchLabels:
                          app: app-{i}
                      template:
                        metadata:
                          labels:
                            app: app-{i}
                        spec:
                          containers:
                          - name: a
                            image: a:1
                            ports:
                            - containerPort: 80
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: app-{i}
                      namespace: shop
                    spec:
                      selector:
                        app: app-{(i == 1234 ? "other" : i)}
                      ports:
                      - port: 80
                    """
                )
            )
            .ToArray();

        var diagnostic = Assert.Single((await engine.AnalyzeStackAsync(resources)).Diagnostics);

        Assert.Equal("service-selects-pods", diagnostic.PolicyName);
        Assert.EndsWith("::app-1234", diagnostic.Urn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeStack_ReplicasThatOnlyTheClusterWrote_AreNoViolation()
    {
        const string Autoscaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: app, namespace: shop}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}, minReplicas: 2, maxReplicas: 4}
            """;
        const string Written =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\nspec: {template: {spec: {containers: []}}}\n";
        const string Live =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop, uid: u}\nspec: {replicas: 3, template: {spec: {containers: []}}}\n";
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create());

        await engine.AnalyzeAsync(Resources.Parse(Written).Single());
        var withoutReplicas = (await engine.AnalyzeStackAsync(Resources.Parse($"{Live}---\n{Autoscaler}"))).Diagnostics;
        await engine.AnalyzeAsync(
            Resources.Parse(Written.Replace("spec: {template", "spec: {replicas: 3, template", StringComparison.Ordinal)).Single()
        );
        var withReplicas = (await engine.AnalyzeStackAsync(Resources.Parse($"{Live}---\n{Autoscaler}"))).Diagnostics;

        Assert.DoesNotContain(withoutReplicas, diagnostic => diagnostic.PolicyName == "autoscaled-replicas");
        Assert.Contains(withReplicas, diagnostic => diagnostic.PolicyName == "autoscaled-replicas");
    }
}
