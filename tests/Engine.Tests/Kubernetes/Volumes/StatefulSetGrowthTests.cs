using System.Text.Json.Nodes;
using Infra.Engine.Providers;

namespace Engine.Tests.Kubernetes.Volumes;

/// <summary>The volumes of a StatefulSet grow without a restart of its pods, also after an interruption.</summary>
public sealed class StatefulSetGrowthTests : VolumeTestBase
{
    [Fact]
    public async Task Update_GrowsTheClaims_AndCreatesTheSetAgainWithoutDeletingItsPods()
    {
        await ConfigureAsync();
        PutCluster();
        var uid = Set!["metadata"]!["uid"]!.GetValue<string>();

        var updated = await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));

        Assert.Equal([$"PATCH {Claims}/data-db-0", $"PATCH {Claims}/data-db-1", $"DELETE {Sets}/db", $"PATCH {Sets}/db"], Writes);
        Assert.Equal(
            "Orphan",
            Cluster.Requests.Single(request => request.Method == "DELETE").Body!["propagationPolicy"]!.GetValue<string>()
        );
        Assert.Equal(("2Gi", "2Gi", "1Gi", "1Gi"), (SizeOf("data-db-0"), SizeOf("data-db-1"), SizeOf("data-db-x"), SizeOf("data-other-0")));
        Assert.Equal("2Gi", SizeOfTemplate(Set));
        Assert.NotEqual(uid, Text(updated.State, "metadata", "uid"));
    }

    [Theory]
    [InlineData("PATCH", Claims + "/data-db-1")]
    [InlineData("DELETE", Sets + "/db")]
    [InlineData("PATCH", Sets + "/db")]
    public async Task Update_Interrupted_IsFinishedByTheNextOne(string method, string path)
    {
        await ConfigureAsync();
        PutCluster();
        FailOnce(request => request.Method == method && request.Path == path);
        Assert.True(await FailsAsync());

        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"), preview: true);
        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));

        Assert.Equal(("2Gi", "2Gi"), (SizeOf("data-db-0"), SizeOf("data-db-1")));
        Assert.Equal("2Gi", SizeOfTemplate(Set));
    }

    private async Task<bool> FailsAsync()
    {
        try
        {
            return (await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"))).InitErrors.Count > 0;
        }
        catch (ResourceProviderException)
        {
            // The set does not exist at this point.
            return true;
        }
    }

    [Fact]
    public async Task Update_InterruptedBetweenTheTwoAppliesOfACreation_TakesOverAllFields()
    {
        await ConfigureAsync();
        PutCluster();
        Cluster.Put(Sets, SetJson("2Gi"));
        Cluster.Change($"{Sets}/db", set =>
            set["metadata"]!["managedFields"] = JsonNode.Parse(
                """[{"manager":"infra-preserved-fields","operation":"Apply","fieldsV1":{"f:spec":{"f:selector":{}} } }]"""
            )
        );

        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));

        var update = Cluster.Requests.First(request => request.Method == "PATCH" && request.Path == $"{Sets}/db");
        Assert.Contains("force=true", update.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_AfterTheSetWasCreated_IsAnOrdinaryUpdate()
    {
        await ConfigureAsync();
        PutCluster();
        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));
        var before = Writes.Length;

        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));

        Assert.All(Writes[before..], write => Assert.Equal($"PATCH {Sets}/db", write));
    }

    [Fact]
    public async Task Update_PreservesTheReplicasOfAnAutoscaler_AndAnnotationsOfOthers()
    {
        await ConfigureAsync();
        PutCluster();
        Cluster.Change($"{Sets}/db", set =>
        {
            set["spec"]!["replicas"] = 5;
            set["metadata"]!["annotations"]!["example.com/note"] = "kept";
        });

        await UpdateAsync(SetUrn, SetJson("1Gi", ""), SetJson("2Gi", ""));

        var creation = Cluster.Requests.First(request => request.Method == "PATCH" && request.Path == $"{Sets}/db");
        Assert.Contains("fieldManager=infra-preserved-fields", creation.Query, StringComparison.Ordinal);
        Assert.Equal(5, creation.Body!["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal("kept", creation.Body["metadata"]!["annotations"]!["example.com/note"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_OfAClassThatCannotGrow_IsRefusedBeforeAnythingChanges(bool preview)
    {
        await ConfigureAsync();
        PutCluster(allowsExpansion: false);

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"), preview)
        );

        Assert.Empty(Writes);
        Assert.StartsWith(
            "the claim shop/data-db-0 cannot grow from 1Gi to 2Gi: its StorageClass 'fast' has no allowVolumeExpansion.\nAdd it if",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Update_OfAClaimThatIsNotBound_IsRefused()
    {
        await ConfigureAsync();
        PutCluster(phase: "Pending");

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi")));

        Assert.StartsWith(
            "the claim shop/data-db-0 is Pending and cannot grow from 1Gi to 2Gi.",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Preview_SendsNoWrites()
    {
        await ConfigureAsync();
        PutCluster();

        await UpdateAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"), preview: true);

        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Update_OfAClaimWhoseClassCannotGrow_IsRefused()
    {
        await ConfigureAsync();
        PutCluster(allowsExpansion: false);
        Cluster.Put(Claims, ClaimJson("web-data", "1Gi"));

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            UpdateAsync(ClaimUrn, ClaimJson("web-data", "1Gi"), ClaimJson("web-data", "2Gi"), preview: true)
        );

        Assert.Contains("has no allowVolumeExpansion", refused.Message, StringComparison.Ordinal);
    }
}
