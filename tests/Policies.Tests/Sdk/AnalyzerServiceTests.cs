using Google.Protobuf.WellKnownTypes;
using Infra.Policies.Sdk;
using Infra.Policies.Tests.Support;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using Wire = Infra.Protocol.Messages.EnforcementLevel;

namespace Infra.Policies.Tests.Sdk;

/// <summary>The pack's side of the wire, asked by a stand-in for the engine.</summary>
public sealed class AnalyzerServiceTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {key: hidden-value}\n";

    [Fact]
    public async Task FirstLineOfTheOutput_IsThePortAlone()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);

        Assert.Matches("^[0-9]+\r?\n$", engine.Output);
    }

    [Fact]
    public async Task GetAnalyzerInfo_WithoutAStack_TellsOfEveryPolicy()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);

        var info = await engine.GetInfoAsync();

        Assert.Equal(KubernetesPack.Name, info.Name);
        Assert.True(info.SupportsConfig);
        Assert.Equal(KubernetesPack.Create().Policies.Select(policy => policy.Name), info.Policies.Select(policy => policy.Name));
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
    public async Task Analyze_NamesThePoliciesThatHaveNothingToDoWithTheResource()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);
        var bucket = new Policies.Sdk.Resources.AnalyzedResource { Urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b", Type = "aws:s3/bucket:Bucket", Name = "b", Properties = PropertyMap.Empty };

        var ofBucket = await engine.AnalyzeAsync(bucket);
        var ofConfigMap = await engine.AnalyzeAsync(Resources.Of(ConfigMap).Single());
        var ofPod = await engine.AnalyzeAsync(Resources.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n").Single());
        var ofUnknownPod = await engine.AnalyzeAsync(Resources.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: !unknown x\n").Single());
        var ofStack = await engine.AnalyzeStackAsync(Resources.Of(ConfigMap));

        Assert.Empty(ofBucket.Diagnostics);
        Assert.Contains(ofBucket.NotApplicable, skipped => (skipped.PolicyName, skipped.Reason) == ("secret-in-config-map", "It is about Kubernetes objects."));
        Assert.Contains(ofConfigMap.NotApplicable, skipped => (skipped.PolicyName, skipped.Reason) == ("image-tag", "It is about objects that make pods."));
        Assert.DoesNotContain(ofConfigMap.NotApplicable, skipped => skipped.PolicyName == "secret-in-config-map");
        Assert.DoesNotContain(ofPod.NotApplicable, skipped => skipped.PolicyName == "image-tag");
        Assert.DoesNotContain(ofUnknownPod.NotApplicable, skipped => skipped.PolicyName == "image-tag");
        Assert.Contains(ofUnknownPod.Diagnostics, diagnostic => diagnostic.PolicyName == "image-tag" && diagnostic.Message.Contains("spec is not known yet", StringComparison.Ordinal));
        Assert.Contains(ofStack.NotApplicable, skipped => (skipped.PolicyName, skipped.Reason) == ("service-selects-pods", "It is about objects of the kinds Service."));
    }

    [Fact]
    public async Task GetAnalyzerInfo_DescribesSettingsByJsonSchema()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);

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
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);
        await engine.HandshakeAsync();
        await engine.ConfigureStackAsync(config: ("policies:profile", "baseline"));

        var levels = (await engine.GetInfoAsync()).Policies.ToDictionary(policy => policy.Name, policy => policy.EnforcementLevel);

        Assert.Equal(Wire.Mandatory, levels["privileged-containers"]);
        Assert.Equal(Wire.Disabled, levels["run-as-non-root"]);
        Assert.Equal(Wire.Disabled, levels["minimum-replicas"]);
        Assert.Equal(Wire.Advisory, levels["image-digest"]);
    }

    [Fact]
    public async Task Level_OfConfigurationWinsOverPolicyAndPolicyOverPack()
    {
        PolicyPack Create() => new("p", "1.0.0", [Violated("none"), Violated("own", Policies.Sdk.EnforcementLevel.Advisory), Violated("configured", Policies.Sdk.EnforcementLevel.Advisory)]);
        await using var engine = await StandInEngine.StartAsync(Create);
        await engine.ConfigureAsync(("configured", new PolicyConfig { EnforcementLevel = Wire.Mandatory }));

        var levels = (await AnalyzeAsync(engine, ConfigMap)).ToDictionary(diagnostic => diagnostic.PolicyName, diagnostic => diagnostic.EnforcementLevel);

        Assert.Equal(Wire.Mandatory, levels["none"]);
        Assert.Equal(Wire.Advisory, levels["own"]);
        Assert.Equal(Wire.Mandatory, levels["configured"]);
    }

    [Fact]
    public async Task Level_OfAllIsForPoliciesThatAreNotConfiguredThemselves()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [Violated("one"), Violated("two")]));
        await engine.ConfigureAsync(
            ("all", new PolicyConfig { EnforcementLevel = Wire.Disabled }), ("two", new PolicyConfig { EnforcementLevel = Wire.Advisory }));

        Assert.Equal("two", Assert.Single(await AnalyzeAsync(engine, ConfigMap)).PolicyName);
    }

    [Fact]
    public async Task Analyze_UnknownValue_IsAnAdvisoryForThatPolicyAlone()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [
            new ResourceCheck("asks", (resource, findings) => _ = resource.Root["data"]["key"].Text),
            Violated("other")]));

        var diagnostics = await AnalyzeAsync(engine, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {key: !unknown x}\n");

        var unknown = diagnostics.Single(diagnostic => diagnostic.PolicyName == "asks");
        Assert.Equal(Wire.Advisory, unknown.EnforcementLevel);
        Assert.Equal("can't run policy 'asks' from policy pack 'p@v1.0.0' during preview: data.key is not known yet", unknown.Message);
        Assert.Equal(Wire.Mandatory, diagnostics.Single(diagnostic => diagnostic.PolicyName == "other").EnforcementLevel);
    }

    [Fact]
    public async Task Analyze_SecretInAMessage_IsNeverSent()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [
            new ResourceCheck("leaks", (resource, findings) => findings.Add(resource.Root["data"], $"the value is {resource.Root["data"]["key"].Text}")),
            new ResourceCheck("throws", (resource, _) => throw new InvalidOperationException(resource.Root["data"]["key"].Text))]));

        var diagnostics = await AnalyzeAsync(engine, ConfigMap.Replace("hidden-value", "!secret hidden-value", StringComparison.Ordinal));

        Assert.Equal(2, diagnostics.Count);
        Assert.All(diagnostics, diagnostic =>
        {
            Assert.DoesNotContain("hidden-value", diagnostic.ToString(), StringComparison.Ordinal);
            Assert.Contains("[secret]", diagnostic.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Analyze_PolicyThatThrows_FailsByNameAndTheOthersGoOn()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [
            new ResourceCheck("broken", (_, _) => throw new InvalidOperationException("no such thing")),
            Violated("works")]));

        var diagnostics = await AnalyzeAsync(engine, ConfigMap);

        Assert.Equal(["broken", "works"], diagnostics.Select(diagnostic => diagnostic.PolicyName));
        Assert.Equal("the policy 'broken' itself failed: InvalidOperationException: no such thing", diagnostics[0].Message);
        Assert.Equal(Wire.Mandatory, diagnostics[0].EnforcementLevel);
    }

    [Fact]
    public async Task AnalyzeStack_FaultOrUnknownAtOneResource_LeavesTheOthers()
    {
        void CheckEach(Policies.Sdk.Resources.StackResources stack, Findings findings)
        {
            foreach (var resource in stack.All)
                findings.Within(resource, inner => inner.Add(resource.Root["data"]["key"].Text!.ToUpperInvariant()));
        }

        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [new StackCheck("each", CheckEach)]));
        const string Manifests = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: known}
            data: {key: value}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: unknown}
            data: {key: !unknown x}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: missing}
            """;

        var diagnostics = (await engine.AnalyzeStackAsync(Resources.Of(Manifests))).Diagnostics;

        Assert.Contains("VALUE", Of(diagnostics, "known").Message, StringComparison.Ordinal);
        Assert.Equal(Wire.Advisory, Of(diagnostics, "unknown").EnforcementLevel);
        Assert.Contains("itself failed", Of(diagnostics, "missing").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remediate_RunsOnlyAtItsLevel_AndEachOnWhatTheOneBeforeLeft()
    {
        PropertyMap Append(Policies.Sdk.Resources.AnalyzedResource resource, string text) =>
            resource.Properties.SetItem("trace", resource.Root["trace"].Text + text);
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [
            new RemediationCheck("a", resource => Append(resource, "a")),
            new RemediationCheck("b", resource => Append(resource, "b")),
            new RemediationCheck("off", resource => Append(resource, "off")),
            new RemediationCheck("unknown", resource => Append(resource, resource.Root["data"]["key"].Text!))]));
        var remediate = new PolicyConfig { EnforcementLevel = Wire.Remediate };
        await engine.ConfigureAsync(("a", remediate), ("b", remediate), ("unknown", remediate));

        var resource = Resources.Of(ConfigMap.Replace("hidden-value", "!unknown x", StringComparison.Ordinal)).Single();
        var remediations = (await engine.RemediateAsync(resource)).Remediations;

        Assert.Equal(["a", "b", "unknown"], remediations.Select(remediation => remediation.PolicyName));
        Assert.Equal("ab", remediations[1].Properties.Fields["trace"].StringValue);
        Assert.Null(remediations[2].Properties);
        Assert.Contains("data.key is not known yet", remediations[2].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remediate_KeepsSecretsAndUnknowns()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);
        await engine.ConfigureStackAsync(config: ("policies:remediate", "true"));
        var pod = Resources.Of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec: !secret
              containers:
              - {name: app, image: !unknown x, env: [{name: A, value: !secret s}]}
            """).Single();

        var last = (await engine.RemediateAsync(pod)).Remediations[^1].Properties;

        var properties = StructConverter.FromStruct(last, StructConversion.Lossless);
        var spec = Assert.IsType<PropertySecret>(properties["spec"]);
        Assert.Equal((PropertyValue)false, ((PropertyObject)spec.Value).Properties["automountServiceAccountToken"]);
        Assert.True(spec.Value.ContainsUnknowns());
        Assert.True(spec.Value.ContainsSecrets());
    }

    [Fact]
    public async Task Analyze_LevelRemediate_IsReportedAsMandatory()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [Violated("stays")]));
        await engine.ConfigureAsync(("stays", new PolicyConfig { EnforcementLevel = Wire.Remediate }));

        Assert.Equal(Wire.Mandatory, Assert.Single(await AnalyzeAsync(engine, ConfigMap)).EnforcementLevel);
    }

    [Fact]
    public async Task Configure_EveryMistakeAtOnce()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);

        var exception = await Assert.ThrowsAsync<RpcException>(() => engine.ConfigureAsync(
            ("image-tagg", new PolicyConfig()),
            ("minimum-replicas", new PolicyConfig { Properties = new Struct { Fields = { ["minimum"] = Value.ForString("two") } } }),
            ("autoscaler-bounds", new PolicyConfig { Properties = new Struct { Fields = { ["minimun"] = Value.ForNumber(2) } } }),
            ("image-tag", new PolicyConfig { Properties = new Struct { Fields = { ["a"] = Value.ForNumber(2) } } })));

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal(
            """
            The policy pack's configuration is wrong:
              autoscaler-bounds.minimun: there is no setting of this name; did you mean 'minimum'? Known are: minimum
              image-tag.a: the policy has no settings; remove it
              image-tagg: there is no policy of this name; did you mean 'image-tag'?
              minimum-replicas.minimum: must be integer, not string "two"
            """,
            exception.Detail);
    }

    [Fact]
    public async Task Configure_WrongOnce_LeavesWhatWasConfiguredBefore()
    {
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [Violated("one")]));
        await engine.ConfigureAsync(("one", new PolicyConfig { EnforcementLevel = Wire.Disabled }));
        await Assert.ThrowsAsync<RpcException>(() => engine.ConfigureAsync(("two", new PolicyConfig())));

        Assert.Empty(await AnalyzeAsync(engine, ConfigMap));
    }

    [Fact]
    public async Task Cancel_EndsWhatIsUnderWay_AndThePack()
    {
        var started = new TaskCompletionSource();
        await using var engine = await StandInEngine.StartAsync(() => new("p", "1.0.0", [
            new StackCheck("slow", (stack, findings) =>
            {
                started.TrySetResult();
                while (true)
                    findings.Within(stack.All[0], _ => { });
            })]));
        var analysis = engine.AnalyzeStackAsync(Resources.Of(ConfigMap));
        await started.Task;

        await engine.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => analysis)).StatusCode);
        Assert.Equal(0, await engine.Pack);
    }

    [Fact]
    public async Task AnalyzeStack_FiveThousandResources_FindsTheOneThatIsWrong()
    {
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);
        await engine.ConfigureStackAsync(config: ("policies:profile", "baseline"));
        var resources = Enumerable.Range(0, 2500).SelectMany(i => Resources.Of($"""
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
            """)).ToArray();

        var diagnostic = Assert.Single((await engine.AnalyzeStackAsync(resources)).Diagnostics);

        Assert.Equal("service-selects-pods", diagnostic.PolicyName);
        Assert.EndsWith("::app-1234", diagnostic.Urn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeStack_ReplicasThatOnlyTheClusterWrote_AreNotHeldAgainstTheProgram()
    {
        const string Autoscaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: app, namespace: shop}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}, minReplicas: 2, maxReplicas: 4}
            """;
        const string Written = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\nspec: {template: {spec: {containers: []}}}\n";
        const string Live = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop, uid: u}\nspec: {replicas: 3, template: {spec: {containers: []}}}\n";
        await using var engine = await StandInEngine.StartAsync(KubernetesPack.Create);

        await engine.AnalyzeAsync(Resources.Of(Written).Single());
        var unblamed = (await engine.AnalyzeStackAsync(Resources.Of($"{Live}---\n{Autoscaler}"))).Diagnostics;
        await engine.AnalyzeAsync(Resources.Of(Written.Replace("spec: {template", "spec: {replicas: 3, template", StringComparison.Ordinal)).Single());
        var blamed = (await engine.AnalyzeStackAsync(Resources.Of($"{Live}---\n{Autoscaler}"))).Diagnostics;

        Assert.DoesNotContain(unblamed, diagnostic => diagnostic.PolicyName == "autoscaled-replicas");
        Assert.Contains(blamed, diagnostic => diagnostic.PolicyName == "autoscaled-replicas");
    }

    private static ResourceCheck Violated(string name, Policies.Sdk.EnforcementLevel? level = null) =>
        new(name, (_, findings) => findings.Add("is violated"), level);

    private static async Task<IReadOnlyList<AnalyzeDiagnostic>> AnalyzeAsync(StandInEngine engine, string manifest) =>
        (await engine.AnalyzeAsync(Resources.Of(manifest).Single())).Diagnostics;

    private static AnalyzeDiagnostic Of(IEnumerable<AnalyzeDiagnostic> diagnostics, string name) =>
        diagnostics.Single(diagnostic => diagnostic.Urn.EndsWith($"::{name}", StringComparison.Ordinal));
}
