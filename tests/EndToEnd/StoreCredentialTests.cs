using System.Text;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The credentials of a store when they are rendered, and when the state is lost.</summary>
public sealed class StoreCredentialTests
{
    private const string Store = "db: {kind: postgres, version: 17}";

    private const string Administrator = "db-admin-protected-unless-data-is-retained";

    [KubectlFact]
    public async Task Render_ADeployedStore_WritesNoPassword_AndTheSameEachTime()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var passwords = (await stores.CredentialsAsync()).Values.Select(credential => credential.Password).ToArray();

        (await stores.RunAsync("render", "--out", "manifests")).ShouldSucceed();
        var again = (await stores.RunAsync("render", "--out", "manifests")).ShouldSucceed();

        Assert.Contains("(0 files written", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, passwords.Length);
        var files = Directory.GetFiles(Path.Combine(stores.Directory, "manifests"), "*", SearchOption.AllDirectories);
        Assert.Equal(["v1-secret-shop-db-admin.yaml.placeholder", "v1-secret-shop-db-web.yaml.placeholder"], Secrets(files));
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.All(passwords, password => Assert.DoesNotContain(password, text, StringComparison.Ordinal));
            Assert.All(passwords, password => Assert.DoesNotContain(Encode(password), text, StringComparison.Ordinal));
        }

        // A plain folder says so, and is all that has values.
        (await stores.RunAsync("render", "--out", "plain", "--show-secrets")).ShouldSucceed();
        var plain = Directory.GetFiles(Path.Combine(stores.Directory, "plain"), "*", SearchOption.AllDirectories);
        Assert.Equal(["v1-secret-shop-db-admin.yaml", "v1-secret-shop-db-web.yaml"], Secrets(plain));
    }

    [KubectlFact]
    public async Task Up_ALostState_KeepsThePasswordsAndTheData()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var (credentials, volumes) = (await stores.CredentialsAsync(), await stores.NamesAsync("pvc"));
        stores.LoseState();

        var deployed = (await stores.UpOverExistingObjectsAsync()).ShouldSucceed();

        Assert.Contains("takes over the Secret shop/db-admin of an earlier deployment", deployed.Output, StringComparison.Ordinal);
        Assert.Equal(credentials, await stores.CredentialsAsync());
        Assert.Equal(volumes, await stores.NamesAsync("pvc"));
        (await stores.UpOverExistingObjectsAsync("--expect-no-changes")).ShouldSucceed();
        await AssertHasNoPasswordInPlainTextAsync(stores, deployed);

        // A later update applies what the state has, so that has to be what the server knows.
        await stores.WriteAsync("db: {kind: postgres, version: 17, owner: data}", "web");
        (await stores.UpOverExistingObjectsAsync()).ShouldSucceed();
        Assert.Equal(credentials, await stores.CredentialsAsync());
    }

    [KubectlFact]
    public async Task Up_AStateWithoutTheSecrets_TakesThemOver_OrImportsThem()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var credentials = await stores.CredentialsAsync();

        foreach (var store in new[] { Store, "db: {kind: postgres, version: 17, adopt: true}", Store })
        {
            await stores.WriteAsync(store, "web");
            await stores.ForgetAsync("kubernetes:core/v1:Secret", Administrator, "db-web");
            await AssertHasNoPasswordInPlainTextAsync(stores, (await stores.UpOverExistingObjectsAsync()).ShouldSucceed());
            (await stores.UpOverExistingObjectsAsync("--expect-no-changes")).ShouldSucceed();
            Assert.Equal(credentials, await stores.CredentialsAsync());
        }
    }

    [KubectlFact]
    public async Task Up_ASecretOfAnotherStack_IsRefusedBeforeAnythingChanges()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var credentials = await stores.CredentialsAsync();
        await stores.ForgetAsync("kubernetes:core/v1:Secret", Administrator);
        await stores.LabelAsync("secret", "db-admin", "app.kubernetes.io/instance=shop-prod");

        foreach (var options in new[] { new[] { "up", "--yes" }, ["up", "--yes", "--skip-preview"] })
        {
            var refused = (await stores.RunAsync(options)).ShouldExitWith(1).ShouldShowNoStackTrace();
            Assert.Contains(
                "a Secret shop/db-admin exists, and is not this stack's",
                refused.Output + refused.Errors,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(credentials, await stores.CredentialsAsync());
    }

    [KubectlFact]
    public async Task Up_ARetainedStoreThatReturns_HasThePasswordThatItsVolumeKnows()
    {
        const string retained = "db: {kind: postgres, version: 17, data: retained}";
        await using var stores = await StoreSandbox.DeployAsync(retained, "web");
        var administrator = (await stores.CredentialsAsync())["db-admin"];

        await stores.WriteAsync(retained);
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        await stores.WriteAsync("");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        await stores.WriteAsync(retained, "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        Assert.Equal(administrator, (await stores.CredentialsAsync())["db-admin"]);

        // The image of another kind has another administrator.
        await stores.WriteAsync("db: {kind: mysql, version: \"8.4\", data: retained}", "web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        Assert.Equal(("root", administrator.Password), (await stores.CredentialsAsync())["db-admin"]);
    }

    [KubectlFact]
    public async Task Up_AnExternalSecret_NeedsTheOperator_WhichMakesTheSecretOfTheService()
    {
        await using var stores = await StoreSandbox.DeployAsync("", "web");
        await stores.WriteAsync(
            "db: {kind: postgres, form: external, host: db.example.com, externalSecret: {store: vault, key: prod/db}}",
            "web"
        );

        var refused = (await stores.RunAsync("up", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("infra cluster operator install external-secrets", refused.Output + refused.Errors, StringComparison.Ordinal);

        (await stores.RunAsync("cluster", "operator", "install", "external-secrets")).ShouldSucceed();
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();

        Assert.Equal(["db"], (await stores.CredentialsAsync()).Keys);
        var annotations = (await stores.GetAsync("deployment", "web"))["metadata"]!["annotations"]!;
        Assert.Equal("db", annotations["secret.reloader.stakater.com/reload"]!.GetValue<string>());
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    private static async Task AssertHasNoPasswordInPlainTextAsync(StoreSandbox stores, CommandResult shown)
    {
        var files = Directory.GetFiles(Path.Combine(stores.Directory, ".pulumi"), "*", SearchOption.AllDirectories);
        foreach (var text in await Task.WhenAll(files.Select(file => File.ReadAllTextAsync(file))))
        {
            AssertHasNoPassword(text, (await stores.CredentialsAsync()).Values);
        }

        AssertHasNoPassword(shown.Output + shown.Errors, (await stores.CredentialsAsync()).Values);
    }

    private static void AssertHasNoPassword(string text, IEnumerable<(string Username, string Password)> credentials) =>
        Assert.All(credentials.SelectMany(credential => new[] { credential.Password, Encode(credential.Password) }), password =>
            Assert.DoesNotContain(password, text, StringComparison.Ordinal)
        );

    private static IEnumerable<string?> Secrets(IEnumerable<string> files) =>
        files
            .Select(Path.GetFileName)
            .Where(file => file!.StartsWith("v1-secret-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
