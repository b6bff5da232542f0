using System.Net;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

/// <summary>Patch resources set some fields of an object that belongs to another owner.</summary>
public sealed class PatchResourceTests : KubernetesProviderTestBase
{
    private const string Collection = "api/v1/namespaces/default/configmaps";
    private static readonly Urn Patch = new("urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMapPatch::p");

    private static readonly PropertyMap Inputs = Json(
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"b":"2"}}"""
    );

    [Fact]
    public async Task Create_AppliesToTheExistingObject()
    {
        await ConfigureAsync();
        PutObject();
        var created = await Provider.CreateAsync(new CreateRequest { Urn = Patch, Inputs = Inputs }, CancellationToken.None);

        var apply = Assert.Single(Cluster.Requests);
        Assert.Equal((ContentTypes.Apply, $"{Collection}/c"), (apply.ContentType, apply.Path));
        Assert.Contains("force=false", apply.Query, StringComparison.Ordinal);
        Assert.Equal("default/c", created.Id);
    }

    [Fact]
    public async Task Update_LeavesTheFieldsOfTheCreatorToIt()
    {
        await ConfigureAsync();
        PutObject();
        await Provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = Patch,
                Id = "default/c",
                OldInputs = Inputs,
                OldState = State(Inputs),
                NewInputs = Inputs,
            },
            CancellationToken.None
        );

        Assert.DoesNotContain(Cluster.Requests, request => request.ContentType == ContentTypes.JsonPatch);
        Assert.Null(Cluster.Requests[^1].Body!["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Delete_ReleasesTheFieldsAndKeepsTheObject()
    {
        await ConfigureAsync();
        PutObject();
        await DeleteAsync();

        var apply = Assert.Single(Cluster.Requests);
        Assert.Equal((ContentTypes.Apply, "?fieldManager=pulumi-kubernetes-1"), (apply.ContentType, apply.Query));
        Assert.Equal(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""",
            apply.Body!.ToJsonString()
        );
    }

    [Fact]
    public async Task Delete_OnlyOwnerOfARequiredField_NamesIt()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Method != "PATCH"
                ? null
                : FakeCluster.Status(
                    HttpStatusCode.UnprocessableEntity,
                    "Invalid",
                    "invalid",
                    """{"causes":[{"reason":"FieldValueRequired","field":"spec.ports","message":"Required value"}]}"""
                );
        var error = await Assert.ThrowsAsync<ResourceProviderException>(DeleteAsync);
        Assert.Contains("spec.ports", error.Message, StringComparison.Ordinal);
        Assert.Contains("retainOnDelete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutServerSideApply_IsRefused()
    {
        await ConfigureAsync(("enableServerSideApply", "false"));
        var failure = Assert.Single((await CheckAsync(Patch, """{"kind":"ConfigMap","metadata":{"name":"c"}}""")).Failures);
        Assert.Contains("server-side apply", failure.Reason, StringComparison.Ordinal);
    }

    private void PutObject() =>
        Cluster.Put(
            Collection,
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default",
            "managedFields":[{"manager":"kubectl-create","operation":"Update","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"1"}}
            """
        );

    private Task DeleteAsync() =>
        Provider.DeleteAsync(
            new DeleteRequest
            {
                Urn = Patch,
                Id = "default/c",
                OldInputs = Inputs,
                OldState = State(Inputs),
            },
            CancellationToken.None
        );
}
