using System.Collections.Immutable;
using Infra.Backend.Objects;
using Infra.Backend.Patching;
using Infra.Kubernetes.Schema;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Utilities;

namespace Infra.Tests.Patching;

/// <summary>Patches of the resources that a program registers.</summary>
public class ServicePatchesTests
{
    [Theory]
    [InlineData(
        "{kind: Service, json: [{op: remove, path: /spec/ports/3}]}",
        "stacks/services.yaml:5: the patch does not fit the Service 'web': there is no '/spec/ports/3': the list has 1 items"
    )]
    [InlineData(
        "{kind: Service, json: [{op: add, path: /metadata/annotations/a, value: b}]}",
        "the patch does not fit the Service 'web': there is no '/metadata/annotations'"
    )]
    [InlineData(
        "{kind: Service, json: [{op: test, path: /spec/type, value: NodePort}]}",
        "the value at '/spec/type' is not the expected one"
    )]
    [InlineData(
        "{kind: Deployment, json: [{op: replace, path: /spec/template/metadata/labels/app.kubernetes.io~1name, value: x}]}",
        "selects its pods by the label 'app.kubernetes.io/name'"
    )]
    [InlineData("{kind: Deployment, json: [{op: remove, path: /spec/template/metadata/labels}]}", "selects its pods by the label '")]
    [InlineData("{kind: Deployment, merge: {spec: {template: {metadata: null}}}}", "selects its pods by the label '")]
    [InlineData("{kind: Service, json: [{op: replace, path: /spec, value: {ports: [{port: 80}]}}]}", "a patch cannot change spec.selector")]
    [InlineData(
        "{kind: Deployment, merge: {spec: {template: {spec: {containers: null}}}}}",
        "with its patches the Deployment 'web' is not valid: spec.template.spec: the field 'containers' is missing"
    )]
    public async Task APatchThatDoesNotFitTheObject_EndsTheDeployment(string patch, string problem)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            RecordedPlan.ForServices($"web: {{image: \"a:1\", port: 80, patches: [{patch}]}}")
        );

        Assert.Contains(problem, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patches_AreAppliedInOrder()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: \"a:1\", port: 80, patches: [{kind: Service, merge: {spec: {externalIPs: [192.0.2.1]}}}, "
                + "{kind: Service, json: [{op: add, path: /spec/externalIPs/0, value: 192.0.2.2}]}]}"
        );

        Assert.Equal(["192.0.2.2", "192.0.2.1"], plan.Get("Service", "web").List("spec.externalIPs").Select(item => item.Value));
    }

    [Fact]
    public async Task SecretsAndUnknownValues_StayWhatTheyAre_WhereverTheyAreMoved()
    {
        var opened = await OpenedArguments.OpenAsync(
            new DeploymentArgs
            {
                Metadata = new ObjectMetaArgs { Name = "web", Annotations = { ["a"] = Output.CreateSecret("hidden") } },
                Spec = new DeploymentSpecArgs
                {
                    Selector = new LabelSelectorArgs(),
                    Replicas = OutputUtilities.CreateUnknown(0),
                    Template = new PodTemplateSpecArgs
                    {
                        Spec = new PodSpecArgs
                        {
                            Hostname = Output.CreateSecret("host"),
                            Containers = { new ContainerArgs { Name = "web" } },
                        },
                    },
                },
            }
        );

        var spec = Assert.IsType<ImmutableDictionary<string, object?>>(opened.ToInput(opened.Json["spec"]));
        var pod = (ImmutableDictionary<string, object?>)((ImmutableDictionary<string, object?>)spec["template"]!)["spec"]!;

        Assert.DoesNotContain(
            "host",
            opened.Json.ToJsonString().Replace("hostname", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.False(await OutputUtilities.GetIsKnownAsync((Output<object?>)spec["replicas"]!));
        Assert.True(await Output.IsSecretAsync((Output<object?>)pod["hostname"]!));
        Assert.Equal("host", await OutputUtilities.GetValueAsync((Output<object?>)pod["hostname"]!));
        Assert.Equal("web", ((ImmutableDictionary<string, object?>)((ImmutableArray<object?>)pod["containers"]!)[0]!)["name"]);
    }

    [Theory]
    [InlineData("v1", "ServiceAccount")]
    [InlineData("v1", "Service")]
    [InlineData("v1", "ConfigMap")]
    [InlineData("v1", "Secret")]
    [InlineData("v1", "PersistentVolumeClaim")]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("rbac.authorization.k8s.io/v1", "Role")]
    [InlineData("rbac.authorization.k8s.io/v1", "RoleBinding")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy")]
    [InlineData("networking.k8s.io/v1", "Ingress")]
    public void Arguments_HaveEveryFieldOfTheKindsOfServices(string apiVersion, string kind) =>
        Assert.Empty(ObjectType.Find(apiVersion, kind)!.Fields.Keys.Except(PatchedObjectArgs.Names).Except(["status"]));

    [Fact]
    public void Numbers_KeepTheirType() =>
        Assert.Equal(
            [5, 1.5, 4294967296d],
            ObjectInputs
                .Create(
                    new System.Text.Json.Nodes.JsonObject
                    {
                        ["a"] = 5,
                        ["b"] = 1.5,
                        ["c"] = 4294967296,
                    }
                )
                .OrderBy(field => field.Key)
                .Select(field => field.Value)
        );
}
