using Infra.Tests.Manifests;

namespace Infra.Tests.Checks;

/// <summary>Manifests are checked against the schema, and against the objects of the services.</summary>
public sealed class ManifestCheckTests : IDisposable
{
    private readonly ManifestProject _project = new();

    [Theory]
    [InlineData(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replica: 1, selector: {}, template: {spec: {containers: []}}}",
        ":4: spec.replica: there is no such field (Deployment 'a'); did you mean 'replicas'?"
    )]
    [InlineData(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  port: 80",
        ":5: data.port: 80 is not a string (ConfigMap 'a'); write it in quotes: \"80\""
    )]
    [InlineData(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n    - name: http",
        ":6: spec.ports[0]: the field 'port' is missing (Service 'a'); write 'port: …' in it"
    )]
    [InlineData(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}",
        ":3: ConfigMap: its name would change with every deployment"
    )]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata: {a: b}", ":1: ConfigMap: 'metadata.name' is missing")]
    [InlineData(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, resourceVersion: \"1\"}",
        ":3: ConfigMap 'a': the cluster writes 'metadata.resourceVersion'; remove it"
    )]
    [InlineData(
        "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}",
        ":1: Ingress 'a': Kubernetes 1.36 has no Ingress in extensions/v1beta1; write 'apiVersion: networking.k8s.io/v1'; its fields may differ"
    )]
    [InlineData(
        "apiVersion: apps/v1\nkind: Deploiment\nmetadata: {name: a}",
        ":2: Deploiment 'a': Kubernetes 1.36 has no Deploiment in apps/v1; did you mean 'Deployment'?"
    )]
    [InlineData(
        "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: a}",
        ":2: ClusterIssuer 'a': whether it is in a namespace is unknown"
    )]
    [InlineData(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}",
        ":3: Service 'web': the service 'web' has an object of this name; rename it, or write 'patches'"
    )]
    [InlineData(
        "apiVersion: v1\nkind: LimitRange\nmetadata: {name: defaults}",
        ":3: LimitRange 'defaults': the stack's namespace has an object of this name"
    )]
    [InlineData(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}",
        ":3: Namespace 'shop': the stack creates this namespace itself; remove it"
    )]
    [InlineData(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}",
        ":7: ConfigMap 'a': stacks/m/a.yaml:1 defines it, too"
    )]
    [InlineData(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: cars.example.com}\nspec: {group: example.com, scope: Namespaced, "
            + "names: {plural: cars, kind: Car}, versions: [{name: v1, served: true, storage: true}]}\n---\napiVersion: example.com/v2\nkind: Car\nmetadata: {name: a}",
        ":6: Car 'a': CustomResourceDefinition 'cars.example.com' of stacks/m/a.yaml:1 does not define this version"
    )]
    public void AWrongManifest_IsAnErrorAtItsLine(string manifest, string error)
    {
        _project.Add("m/a.yaml", manifest);

        Assert.StartsWith($"stacks/m/a.yaml{error}", _project.FindError("m/a.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\nspec: {template: {spec: {containers: [{name: a}]}}}",
        "stacks/m/a.yaml:3: Job 'a': it is a hook of Helm ('pre-install')",
        "--no-hooks"
    )]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {b: c}",
        "stacks/m/a.yaml:2: Secret 'a': everyone who can read the project",
        "env"
    )]
    [InlineData(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a, namespace: b}",
        "stacks/m/a.yaml:3: ClusterRole 'a': objects of this kind are in no namespace",
        "remove"
    )]
    [InlineData(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nstatus: {loadBalancer: {}}",
        "stacks/m/a.yaml:4: Service 'a': the cluster writes 'status'",
        "remove"
    )]
    public void WhatIsProbablyNotIntended_Warns(string manifest, string warning, string cure)
    {
        _project.Add("m/a.yaml", manifest);

        var found = Assert.Single(_project.Load("m/a.yaml").Warnings, one => one.Location.File == "stacks/m/a.yaml").ToString();

        Assert.StartsWith(warning, found, StringComparison.Ordinal);
        Assert.Contains(cure, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: a, namespace: \"\"}")]
    [InlineData("apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\nspec: {any: [1]}")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, creationTimestamp: null}\ndata: {a: yes}")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: Opaque")]
    public void AValidManifest_HasNoErrorOrWarning(string manifest)
    {
        _project.Add("m/a.yaml", manifest);

        Assert.DoesNotContain(_project.Load("m/a.yaml").Warnings, one => one.Location.File == "stacks/m/a.yaml");
    }

    public void Dispose() => _project.Dispose();
}
