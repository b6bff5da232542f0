using EndToEnd.Support;

namespace EndToEnd;

/// <summary><c>infra store rotate</c> on a simulated cluster.</summary>
public sealed class StoreRotationTests
{
    private const string Store = "db: {kind: postgres, version: 17}";

    [KubectlFact]
    public async Task Rotate_GivesTheServicesOtherUsers_AndDeletesTheFormerOnes()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web", "api");
        var first = await stores.CredentialsAsync();

        (await stores.RunAsync("store", "rotate", "db", "--yes")).ShouldSucceed();
        var second = await stores.CredentialsAsync();

        Assert.Equal(["db-admin", "db-api-r1", "db-web-r1"], second.Keys);
        Assert.Equal(first["db-admin"], second["db-admin"]);
        Assert.Equal("web_alt", second["db-web-r1"].Username);
        Assert.NotEqual(first["db-web"].Password, second["db-web-r1"].Password);
        Assert.Contains("rotations:", await stores.ReadStackFileAsync(), StringComparison.Ordinal);
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();

        (await stores.RunAsync("store", "rotate", "db", "--service", "web", "--yes", "--skip-preview")).ShouldSucceed();
        var third = await stores.CredentialsAsync();

        Assert.Equal(["db-admin", "db-api-r1", "db-web-r2"], third.Keys);
        Assert.Equal(second["db-api-r1"], third["db-api-r1"]);
        Assert.Equal("web", third["db-web-r2"].Username);
    }

    [KubectlFact]
    public async Task Rotate_OfAValkey_ReplacesTheOnePasswordOfAllServices()
    {
        await using var stores = await StoreSandbox.DeployAsync("db: {kind: valkey}", "web");
        var before = await stores.CredentialsAsync();

        (await stores.RunAsync("store", "rotate", "db", "--yes")).ShouldSucceed();
        var after = await stores.CredentialsAsync();

        Assert.Equal(["db-admin-r1"], after.Keys);
        Assert.Equal("default", after["db-admin-r1"].Username);
        Assert.NotEqual(before["db-admin"].Password, after["db-admin-r1"].Password);
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Rotate_OfAnAdministrator_KeepsTheFirstSecret_AndDeletesTheFormer()
    {
        await using var stores = await StoreSandbox.DeployAsync("db: {kind: mysql}", "web");
        var before = await stores.CredentialsAsync();

        (await stores.RunAsync("store", "rotate", "db", "--administrator", "--yes")).ShouldSucceed();
        var first = await stores.CredentialsAsync();

        Assert.Equal(["db-admin", "db-admin-r1", "db-web"], first.Keys);
        Assert.Equal("root_alt", first["db-admin-r1"].Username);
        Assert.NotEqual(before["db-admin"].Password, first["db-admin-r1"].Password);
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();

        (await stores.RunAsync("store", "rotate", "db", "--administrator", "--yes", "--skip-preview")).ShouldSucceed();
        var second = await stores.CredentialsAsync();

        Assert.Equal(["db-admin", "db-admin-r2", "db-web"], second.Keys);
        Assert.Equal("root", second["db-admin-r2"].Username);
        Assert.Equal((before["db-admin"], before["db-web"]), (second["db-admin"], second["db-web"]));
        var both = await stores.RunAsync("store", "rotate", "db", "--administrator", "--service", "web", "--yes");
        Assert.Contains("--service and --administrator exclude each other", both.ShouldExitWith(1).Errors, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Rotate_OfTheAdministratorOfAnOperator_ChangesItsSecret_AndNothingElse()
    {
        await using var stores = await StoreSandbox.DeployAsync("", "web");
        (await stores.RunAsync("cluster", "operator", "install", "percona-xtradb-cluster")).ShouldSucceed();
        await stores.WriteAsync("db: {kind: mysql, form: operator, data: disposable}", "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        var before = (await stores.GetAsync("secret", "db-secrets"))["data"]!.AsObject();

        (await stores.RunAsync("store", "rotate", "db", "--administrator")).ShouldExitWith(2).ShouldShowNoStackTrace();
        (await stores.RunAsync("store", "rotate", "db", "--administrator", "--yes")).ShouldSucceed();

        var after = (await stores.GetAsync("secret", "db-secrets"))["data"]!.AsObject();
        Assert.Equal(["root"], before.Where(entry => entry.Value!.ToString() != after[entry.Key]!.ToString()).Select(entry => entry.Key));
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Rotate_AfterAnInterruption_GoesOnInsteadOfBeginningAnew()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        (await stores.RunAsync("config", "set", "--path", "infra:stores.db.rotations.web.number", "1")).ShouldSucceed();
        (await stores.RunAsync("config", "set", "--path", "infra:stores.db.rotations.web.keepFormer", "true")).ShouldSucceed();
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        var during = await stores.CredentialsAsync();
        Assert.Equal(["db-admin", "db-web", "db-web-r1"], during.Keys);

        (await stores.RunAsync("store", "rotate", "db", "--yes")).ShouldSucceed();

        var after = await stores.CredentialsAsync();
        Assert.Equal(["db-admin", "db-web-r1"], after.Keys);
        Assert.Equal(during["db-web-r1"], after["db-web-r1"]);
    }

    /// <summary>They named the Secret as the user, and Strimzi writes one of that name.</summary>
    [KubectlFact]
    public async Task Up_OfAStackOfEarlierVersions_KeepsThePasswordsOfKafkasUsers()
    {
        await using var stores = await StoreSandbox.DeployAsync("", "web");
        (await stores.RunAsync("cluster", "operator", "install", "strimzi")).ShouldSucceed();
        await stores.WriteAsync("db: {kind: kafka, form: operator, data: disposable}", "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        const string urn = "urn:pulumi:dev::infra::kubernetes:core/v1:Secret::db-web-credentials";
        (await stores.RunAsync("state", "rename", urn, "db-web", "--yes")).ShouldSucceed();

        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Rotate_ThatCannotBe_ChangesNeitherTheClusterNorTheStacksFile()
    {
        await using var stores = await StoreSandbox.DeployAsync("db: {kind: s3, database: shop}", "web");

        var refused = (await stores.RunAsync("store", "rotate", "db", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("cannot be rotated: its server knows one access key", refused.Errors, StringComparison.Ordinal);

        await stores.WriteAsync("db: {kind: postgres, version: 17, data: retained}", "web");
        var unknown = (await stores.RunAsync("store", "rotate", "db", "--service", "wbe", "--yes")).ShouldExitWith(1);
        Assert.Contains("the service 'wbe' does not use the store 'db'; web does", unknown.Errors, StringComparison.Ordinal);

        // Without --yes and without a terminal there is no approval.
        (await stores.RunAsync("store", "rotate", "db")).ShouldExitWith(2).ShouldShowNoStackTrace();
        Assert.DoesNotContain("keepFormer", await stores.ReadStackFileAsync(), StringComparison.Ordinal);
        Assert.Equal(["db-admin"], (await stores.CredentialsAsync()).Keys);
    }
}
