using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The data of a store when the catalogue changes: what is refused, and what is not.</summary>
public sealed class StoreDataTests
{
    private const string Store = "db: {kind: postgres, version: 17, size: 2Gi}";

    private const string Cure = "db-store-protected-unless-data-is-retained";

    [KubectlFact]
    public async Task Up_AProtectedStore_RefusesWhatItsDataWouldNotSurvive()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");

        await RefuseAsync(stores, "db: {kind: postgres, version: 18, size: 2Gi}", Cure);
        await RefuseAsync(stores, "db: {kind: valkey, size: 2Gi}", Cure);
        await RefuseAsync(stores, "db: {kind: postgres, form: external, host: db.example.com, secret: x}", "unless-data-is-retained");
        await RefuseAsync(stores, "renamed: {kind: postgres}", "unless-data-is-retained");
        await RefuseAsync(stores, "db: {kind: postgres, version: 17, size: 1Gi}", "shop/db: the volume 'postgres-17' cannot shrink");
        var destroyed = await stores.RunAsync("destroy", "--yes");
        Assert.Contains("unless-data-is-retained", destroyed.ShouldExitWith(1).Output + destroyed.Errors, StringComparison.Ordinal);

        await stores.WriteAsync(Store, "web");
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Up_WithoutAPreview_RefusesAnotherMajorVersionBeforeTheServerChanges()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var before = await stores.VersionsAsync();

        await stores.WriteAsync("db: {kind: postgres, version: 18, size: 2Gi}", "web");
        var refused = (await stores.RunAsync("up", "--yes", "--skip-preview")).ShouldExitWith(1);

        Assert.Contains(Cure, refused.Output + refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await stores.VersionsAsync());
    }

    [KubectlFact]
    public async Task Up_AProtectedStore_GrowsAndGetsUsersWithoutNewPasswords()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var first = await stores.CredentialsAsync();
        Assert.Equal(["db-admin", "db-web"], first.Keys);

        await stores.WriteAsync("db: {kind: postgres, version: 17, size: 3Gi}", "web", "api");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        var second = await stores.CredentialsAsync();

        Assert.Equal("3Gi", (await stores.GetAsync("pvc", "postgres-17-db-0"))["status"]!["capacity"]!["storage"]!.GetValue<string>());
        Assert.Equal(["db-admin", "db-api", "db-web"], second.Keys);
        Assert.Equal(first["db-admin"], second["db-admin"]);
        Assert.Equal(first["db-web"], second["db-web"]);
        Assert.Equal("api", second["db-api"].Username);
        Assert.Equal(3, second.Values.Select(credential => credential.Password).Distinct().Count());

        await stores.WriteAsync("db: {kind: postgres, version: 17, size: 3Gi}", "api");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        var third = await stores.CredentialsAsync();

        Assert.Equal(["db-admin", "db-api"], third.Keys);
        Assert.All(third, credential => Assert.Equal(second[credential.Key], credential.Value));
    }

    [KubectlFact]
    public async Task Up_ARetainedStore_ChangesAndGoes_AndKeepsItsVolumes()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");

        await stores.WriteAsync("db: {kind: postgres, version: 18, size: 2Gi, data: retained}", "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        Assert.Equal(["postgres-17-db-0", "postgres-18-db-0"], await stores.NamesAsync("pvc"));

        await stores.WriteAsync("db: {kind: postgres, version: 18, size: 2Gi, data: retained}");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        await stores.WriteAsync("");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();

        Assert.Equal(["db-admin"], (await stores.CredentialsAsync()).Keys);
        Assert.Empty(await stores.NamesAsync("statefulset"));
        Assert.Equal(["postgres-17-db-0", "postgres-18-db-0"], await stores.NamesAsync("pvc"));
    }

    /// <summary>RabbitMQ's operator has a Service of the container's name, which it takes over and creates again.</summary>
    [KubectlFact]
    public async Task Up_ADisposableContainerOfRabbitMq_BecomesItsOperators_InOneUpdate_AndIsNoContainerAgainInOne()
    {
        const string container = "db: {kind: rabbitmq, data: disposable}";
        await using var stores = await StoreSandbox.DeployAsync(container, "web");
        (await stores.RunAsync("cluster", "operator", "install", "rabbitmq-cluster", "rabbitmq-topology")).ShouldSucceed();

        await stores.WriteAsync(container.Replace("data", "form: operator, data", StringComparison.Ordinal), "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        Assert.Equal(["db-server"], await stores.NamesAsync("statefulset"));
        var service = await stores.GetAsync("service", "db");
        Assert.Equal("RabbitmqCluster", service["metadata"]!["ownerReferences"]![0]!["kind"]!.GetValue<string>());
        Assert.Equal("""{"app.kubernetes.io/name":"db"}""", service["spec"]!["selector"]!.ToJsonString());
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();

        await stores.WriteAsync(container, "web");
        var refused = (await stores.RunAsync("up", "--yes")).ShouldExitWith(1);
        Assert.Contains("services \"db\" already exists", refused.Output, StringComparison.Ordinal);
        Assert.Equal(["db-server"], await stores.NamesAsync("statefulset"));
    }

    private static async Task RefuseAsync(StoreSandbox stores, string store, string message)
    {
        var before = await stores.VersionsAsync();
        await stores.WriteAsync(store, "web");

        var refused = (await stores.RunAsync("up", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();

        Assert.Contains(message, refused.Output + refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("already exists", refused.Output + refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await stores.VersionsAsync());
    }
}
