using System.Net;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Engine.Tests.Kubernetes.Volumes;

/// <summary>Deletions name what becomes of the data, and a volume that is added again takes over its claim.</summary>
public sealed class VolumeRemovalTests : VolumeTestBase
{
    private static readonly Urn NamespaceUrn = new("urn:pulumi:dev::shop::kubernetes:core/v1:Namespace::shop");

    [Fact]
    public async Task AStatefulSet_NamesTheClaimsThatStay()
    {
        await ConfigureAsync();
        PutCluster();

        var notice = Assert.Single(await DescribeAsync(Delete(SetUrn, SetJson("1Gi"))));

        Assert.Equal(SetUrn, notice.Urn);
        Assert.StartsWith(
            "the claims data-db-0, data-db-1 of StatefulSet shop/db stay with their data.",
            notice.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("To delete them: kubectl delete pvc -n shop data-db-0 data-db-1", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStatefulSetThatDeletesItsClaims_NamesThem_AlsoWhenItIsReplaced()
    {
        await ConfigureAsync();
        PutCluster();
        var set = SetJson("1Gi", ""","persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete"}""");

        var notice = Assert.Single(await DescribeAsync(Delete(SetUrn, set) with { IsReplaced = true }));

        Assert.StartsWith(
            "the claims data-db-0, data-db-1 of StatefulSet shop/db are deleted with it",
            notice.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AReplacedStatefulSet_KeepsItsClaims() =>
        Assert.Empty(await DescribeConfiguredAsync(Delete(SetUrn, SetJson("1Gi")) with { IsReplaced = true }));

    [Theory]
    [InlineData(true, "the claim shop/web-data stays with its data. A volume of the same name takes it over")]
    [InlineData(false, "the claim shop/web-data is deleted (onRemoval: delete): the data too, unless the storage class retains volumes")]
    public async Task AClaim_NamesWhatBecomesOfItsData(bool isKept, string expected)
    {
        var notice = Assert.Single(
            await DescribeConfiguredAsync(Delete(ClaimUrn, ClaimJson("web-data", "1Gi")) with { KeepsObject = isKept })
        );

        Assert.StartsWith(expected, notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANamespace_NamesAllItsClaims_InsteadOfTheSetsInIt()
    {
        await ConfigureAsync();
        PutCluster();
        Cluster.Put(Claims, """{"metadata":{"name":"web-1-scratch","namespace":"shop","ownerReferences":[{"kind":"Pod"}]}}""");

        var notice = Assert.Single(
            await DescribeAsync(
                Delete(SetUrn, SetJson("1Gi")),
                Delete(NamespaceUrn, """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""")
            )
        );

        Assert.Equal(NamespaceUrn, notice.Urn);
        Assert.StartsWith(
            "deletes the namespace shop with its claims data-db-0, data-db-1, data-db-x, data-other-0: the data too",
            notice.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AnUnreachableCluster_IsNoReasonNotToWarn()
    {
        IsReachable = false;

        var notice = Assert.Single(await DescribeConfiguredAsync(Delete(SetUrn, SetJson("1Gi"))));

        Assert.StartsWith("the claims data-db-<number> of StatefulSet shop/db stay", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_TakesOverTheClaimThatTheStackHadKept()
    {
        await ConfigureAsync();
        PutCluster();
        Cluster.Put(Claims, ClaimJson("web-data", "1Gi"));
        RejectCreations();

        await CreateAsync(ClaimJson("web-data", "2Gi"));

        Assert.Equal("2Gi", SizeOf("web-data"));
        Log.Verify(log => log.Info(ClaimUrn, "takes over the claim shop/web-data of an earlier deployment with its data"));
    }

    [Theory]
    [InlineData("dev", "500Mi", "fast", "cannot shrink from 1Gi to 500Mi")]
    [InlineData("dev", "1Gi", "slow", "whose storageClassName is \"fast\" and cannot become \"slow\"")]
    [InlineData("prod", "1Gi", "fast", "already exists")]
    public async Task Create_OfAClaimThatIsNotWhatTheStackHadKept_IsRefused(string owner, string size, string storageClass, string expected)
    {
        await ConfigureAsync();
        PutCluster();
        Cluster.Put(Claims, ClaimJson("web-data", "1Gi", stack: owner));
        RejectCreations();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync(ClaimJson("web-data", size, storageClass)));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private void RejectCreations() =>
        Cluster.Answer = request =>
            request.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Conflict, "AlreadyExists", "web-data already exists") : null;

    private Task<CreateResult> CreateAsync(string claim) =>
        Provider.CreateAsync(new CreateRequest { Urn = ClaimUrn, Inputs = Json(claim) }, CancellationToken.None);

    private async Task<IReadOnlyList<DeletionNotice>> DescribeConfiguredAsync(params Deletion[] deletions)
    {
        await ConfigureAsync();
        return await DescribeAsync(deletions);
    }

    private Task<IReadOnlyList<DeletionNotice>> DescribeAsync(params Deletion[] deletions) =>
        Provider.DescribeDeletionsAsync(deletions, CancellationToken.None);

    private static Deletion Delete(Urn urn, string live) =>
        new()
        {
            Urn = urn,
            OldState = State(Json(live)),
            KeepsObject = false,
            IsReplaced = false,
        };
}
