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
    public async Task Up_ALostState_FailsRatherThanDrawAgain_AndAnImportKeepsThePasswords()
    {
        await using var stores = await StoreSandbox.DeployAsync(Store, "web");
        var credentials = await stores.CredentialsAsync();
        Directory.Delete(Path.Combine(stores.Directory, ".pulumi"), recursive: true);
        await stores.DeleteAllAsync("deployment,statefulset,job,configmap,service,networkpolicy,serviceaccount,quota,limits,pdb");

        await FailAsync(stores, "namespaces \"shop\" already exists");
        await ImportAsync(
            stores,
            "kubernetes:core/v1:Namespace",
            "shop",
            "shop",
            "--parent",
            "urn:pulumi:dev::infra::infra:cluster:BackendNamespace::shop"
        );
        await FailAsync(stores, "secrets \"db-admin\" already exists", "secrets \"db-web\" already exists", Administrator, "import");
        Assert.Equal(credentials, await stores.CredentialsAsync());

        await ImportAsync(stores, "kubernetes:core/v1:Secret", Administrator, "shop/db-admin");
        await ImportAsync(stores, "kubernetes:core/v1:Secret", "db-web", "shop/db-web");
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        (await stores.RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();

        Assert.Equal(credentials, await stores.CredentialsAsync());
    }

    private static async Task FailAsync(StoreSandbox stores, params string[] messages)
    {
        var failed = (await stores.RunAsync("up", "--yes", "--skip-preview")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.All(messages, message => Assert.Contains(message, failed.Output + failed.Errors, StringComparison.Ordinal));
    }

    private static async Task ImportAsync(StoreSandbox stores, params string[] arguments) =>
        (
            await stores.RunAsync([
                "import",
                .. arguments,
                "--provider",
                "urn:pulumi:dev::infra::pulumi:providers:kubernetes::cluster",
                "--yes",
                "--skip-preview",
                "--protect=false",
            ])
        ).ShouldSucceed();

    private static IEnumerable<string?> Secrets(IEnumerable<string> files) =>
        files
            .Select(Path.GetFileName)
            .Where(file => file!.StartsWith("v1-secret-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
