namespace Infra.Tests.Workloads;

/// <summary>Labels and annotations on the objects of a stack.</summary>
public class MetadataTests
{
    private const string Service = """
        api:
          image: "a:1"
          port: 8080
          labels: {tier: web}
          annotations: {example.com/a: service, example.com/b: service}
          env: {A: b}
          objects:
            pod: {labels: {mesh: "on"}, annotations: {example.com/b: pod, prometheus.io/scrape: true}}
            workload: {annotations: {example.com/b: workload}}
            service: {annotations: {example.com/b: front}}
            serviceAccount: {annotations: {example.com/b: account}}
          serviceAccount: {annotations: {"eks.amazonaws.com/role-arn": "arn:x"}}
        """;

    private const string Stack = "labels: {team: shop}\nannotations: {example.com/a: stack, example.com/c: stack}";

    [Theory]
    [InlineData("Deployment", "metadata", "workload")]
    [InlineData("Deployment", "spec.template.metadata", "pod")]
    [InlineData("Service", "metadata", "front")]
    [InlineData("ServiceAccount", "metadata", "account")]
    [InlineData("ConfigMap", "metadata", "service")]
    [InlineData("NetworkPolicy", "metadata", "service")]
    [InlineData("PodDisruptionBudget", "metadata", "service")]
    public async Task AnObject_HasTheAnnotationsOfItsKind_OfTheService_AndOfTheStack(string kind, string path, string own)
    {
        var target = (await RecordedPlan.ForServices(Service, Stack)).Get(kind, "api");

        Assert.Equal(
            ("service", own, "stack"),
            (
                target[$"{path}.annotations.'example.com/a'"],
                target[$"{path}.annotations.'example.com/b'"],
                target[$"{path}.annotations.'example.com/c'"]
            )
        );
        Assert.Equal(("shop", "web", "api"), (Label("team"), Label("tier"), Label("app.kubernetes.io/name")));
        Assert.Equal(own == "pod" ? "on" : null, Label("mesh"));

        object? Label(string key) => target[$"{path}.labels.'{key}'"];
    }

    [Fact]
    public async Task Pods_KeepTheChecksumOfTheirConfiguration()
    {
        var annotations = (await RecordedPlan.ForServices(Service, Stack))
            .Get("Deployment", "api")
            .Map("spec.template.metadata.annotations");

        Assert.Equal("true", annotations["prometheus.io/scrape"]);
        Assert.Contains("infra/config-checksum", annotations.Keys);
    }

    [Fact]
    public async Task TheAccount_HasItsOwnAnnotations() =>
        Assert.Equal(
            "arn:x",
            (await RecordedPlan.ForServices(Service, Stack)).Get("ServiceAccount", "api")[
                "metadata.annotations.'eks.amazonaws.com/role-arn'"
            ]
        );

    [Fact]
    public async Task EveryObjectOfTheStack_HasItsLabelsAndAnnotations()
    {
        var plan = await RecordedPlan.ForServices(
            Service + "\ndb: {kind: stateful, image: \"d:1\", volumes: {data: {mount: /d, kind: persistent, size: 1Gi}}}",
            Stack + "\nmonitoring: {parts: {logs: true}}\nruntimes: {gvisor: runsc}\naccess: {deployers: [a], viewers: [b]}"
        );

        Assert.True(plan.Has("StatefulSet", "prometheus"));
        Assert.All(plan.KubernetesObjects(), resource =>
        {
            var inputs = new Inputs(resource.Inputs);
            Assert.True("shop".Equals(inputs["metadata.labels.team"]), $"{resource.Type} {resource.Name} has no label");
            Assert.True(inputs["metadata.annotations.'example.com/c'"] is "stack", $"{resource.Type} {resource.Name} has no annotation");
        });
    }

    [Fact]
    public async Task SelectorsAndClaimTemplates_DoNotContainTheLabelsOfSettings()
    {
        const string db = "db: {kind: stateful, image: \"d:1\", volumes: {data: {mount: /d, kind: persistent, size: 1Gi}}, labels: {x: y}}";

        var (plain, labelled) = (
            (await RecordedPlan.ForServices(db.Replace(", labels: {x: y}", "", StringComparison.Ordinal))).Get("StatefulSet", "db"),
            (await RecordedPlan.ForServices(db, Stack)).Get("StatefulSet", "db")
        );

        Assert.Equal(plain.Map("spec.selector.matchLabels"), labelled.Map("spec.selector.matchLabels"));
        Assert.Equal(
            plain.Map("spec.volumeClaimTemplates[0].metadata.labels"),
            labelled.Map("spec.volumeClaimTemplates[0].metadata.labels")
        );
        Assert.Equal("y", labelled["spec.template.metadata.labels.x"]);
    }

    [Theory]
    [InlineData("{backend: gatewayApi, gatewayClass: envoy}", "HTTPRoute")]
    [InlineData("ingress", "Ingress")]
    public async Task ARoute_HasItsOwnAnnotations(string loadBalancing, string kind)
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 8080, traffic: {hosts: [a.example.com]}, objects: {route: {annotations: {a: b}}}}",
            $"loadBalancing: {loadBalancing}"
        );

        Assert.Equal("b", plan.Get(kind, "api")["metadata.annotations.a"]);
        Assert.Null(plan.Get("Service", "api")["metadata.annotations.a"]);
    }

    [Fact]
    public async Task AHostNameForExternalDns_ThatIsSet_ReplacesTheHosts()
    {
        const string exposed = "api: {image: \"a:1\", port: 8080, traffic: {expose: loadBalancer, hosts: [a.example.com]}";
        const string key = "metadata.annotations.'external-dns.alpha.kubernetes.io/hostname'";

        var derived = await RecordedPlan.ForServices(exposed + "}");
        var set = await RecordedPlan.ForServices(
            exposed + ", objects: {service: {annotations: {external-dns.alpha.kubernetes.io/hostname: b.example.com}}}}"
        );

        Assert.Equal(("a.example.com", "b.example.com"), (derived.Get("Service", "api")[key], set.Get("Service", "api")[key]));
    }
}
