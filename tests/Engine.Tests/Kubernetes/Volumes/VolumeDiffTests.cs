using Infra.Engine.Providers;

namespace Engine.Tests.Kubernetes.Volumes;

/// <summary>Volumes grow in place; changes that would lose data are refused; others replace as in Pulumi's provider.</summary>
public sealed class VolumeDiffTests : VolumeTestBase
{
    [Fact]
    public async Task Diff_ALargerClaimTemplate_IsAnUpdate()
    {
        await ConfigureAsync();

        var diff = await DiffAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi"));

        Assert.Empty(diff.ReplaceKeys);
        Assert.False(diff.DeleteBeforeReplace);
        var change = Assert.Single(diff.DetailedDiff);
        Assert.Equal(
            ("spec.volumeClaimTemplates[0].spec.resources.requests.storage", PropertyDiffKind.Update),
            (change.Key, change.Value.Kind)
        );
    }

    [Fact]
    public async Task Diff_TheSameSizeInAnotherUnit_IsNoReplacement()
    {
        await ConfigureAsync();

        Assert.Empty((await DiffAsync(SetUrn, SetJson("1Gi"), SetJson("1024Mi"))).ReplaceKeys);
    }

    [Fact]
    public async Task Diff_AnotherStorageClassOfAClaimTemplate_Replaces()
    {
        await ConfigureAsync();

        var changed = SetJson("1Gi").Replace("\"fast\"", "\"slow\"", StringComparison.Ordinal);
        var diff = await DiffAsync(SetUrn, SetJson("1Gi"), changed);

        Assert.Equal(["spec.volumeClaimTemplates[0].spec.storageClassName"], diff.ReplaceKeys);
    }

    [Fact]
    public async Task Diff_ASetOfAnotherName_MayHaveSmallerVolumes()
    {
        await ConfigureAsync();

        var renamed = SetJson("1Gi").Replace("\"name\":\"db\"", "\"name\":\"db2\"", StringComparison.Ordinal);

        Assert.Contains("metadata.name", (await DiffAsync(SetUrn, SetJson("2Gi"), renamed)).ReplaceKeys);
    }

    [Fact]
    public async Task Diff_ASmallerClaimTemplate_IsRefusedWithTheCure()
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => DiffAsync(SetUrn, SetJson("2Gi"), SetJson("1Gi")));

        Assert.StartsWith(
            "StatefulSet shop/db: the volume 'data' cannot shrink from 2Gi to 1Gi.\nSet the size to 2Gi again.",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Diff_ALargerClaimTemplateWithAReplacement_IsRefusedWithTheCure()
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            DiffAsync(SetUrn, SetJson("1Gi"), SetJson("2Gi", ""","podManagementPolicy":"Parallel"  """))
        );

        Assert.Contains("the change of spec.podManagementPolicy replaces the StatefulSet", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_AReplacementOfASetThatDeletesItsClaims_IsRefusedWithTheCure()
    {
        await ConfigureAsync();
        const string Retention = ""","persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete"}""";

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            DiffAsync(SetUrn, SetJson("1Gi", Retention), SetJson("1Gi", $$"""{{Retention}},"podManagementPolicy":"Parallel"  """))
        );

        Assert.StartsWith(
            "StatefulSet shop/db: the change of spec.podManagementPolicy replaces the StatefulSet, and its claims would be deleted with it",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("\nDeploy 'onRemoval: keep' for its volumes first", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>As of a disposable store that becomes one of another kind.</summary>
    [Fact]
    public async Task Diff_AReplacementOfASetThatDeletesItsClaims_WithOtherVolumes_IsAReplacement()
    {
        await ConfigureAsync();
        const string Retention = ""","persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete"}""";
        var before = SetJson("1Gi", Retention);
        Assert.Contains("\"data\"", before, StringComparison.Ordinal);

        var diff = await DiffAsync(SetUrn, before, before.Replace("\"data\"", "\"mysql-8\"", StringComparison.Ordinal));

        Assert.NotEmpty(diff.ReplaceKeys);
    }

    [Fact]
    public async Task Diff_AStorageClassThatIsRemovedFromAClaim_IsRefused()
    {
        await ConfigureAsync();
        var withoutClass = ClaimJson("web-data", "1Gi").Replace("\"storageClassName\":\"fast\",", "", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            DiffAsync(ClaimUrn, ClaimJson("web-data", "1Gi"), withoutClass)
        );

        Assert.Contains("spec.storageClassName cannot change from 'fast' to none", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1Gi", "fast", "PersistentVolumeClaim shop/web-data cannot shrink from 2Gi to 1Gi")]
    [InlineData(
        "2Gi",
        "slow",
        "PersistentVolumeClaim shop/web-data: spec.storageClassName cannot change from 'fast' to 'slow', and a replacement"
    )]
    public async Task Diff_AClaimThatWouldLoseItsData_IsRefusedWithTheCure(string size, string storageClass, string expected)
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            DiffAsync(ClaimUrn, ClaimJson("web-data", "2Gi"), ClaimJson("web-data", size, storageClass))
        );

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_ALargerClaim_IsAnUpdate()
    {
        await ConfigureAsync();

        Assert.Empty((await DiffAsync(ClaimUrn, ClaimJson("web-data", "1Gi"), ClaimJson("web-data", "2Gi"))).ReplaceKeys);
    }
}
