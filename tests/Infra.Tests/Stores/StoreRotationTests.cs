using System.Collections.Immutable;
using System.Text;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Tests.Settings;

namespace Infra.Tests.Stores;

/// <summary>What a rotation of a service's credentials deploys: both users while the service goes over, then one.</summary>
public class StoreRotationTests
{
    private const string Services = "web: {image: a:1, port: 8080, uses: [db]}\napi: {image: a:1, port: 8080, uses: [db]}";

    private const string Memory = " --maxmemory 93952410 --maxmemory-policy noeviction";

    [Theory]
    [InlineData("", "db-web", "db-web:web", null)]
    [InlineData("{web: {number: 1, keepFormer: true}}", "db-web-r1", "db-web-r1:web_alt db-web:web", null)]
    [InlineData("{web: 1}", "db-web-r1", "db-web-r1:web_alt", "web")]
    [InlineData("{web: {number: 2, keepFormer: true}}", "db-web-r2", "db-web-r1:web_alt db-web-r2:web", null)]
    [InlineData("{web: 2}", "db-web-r2", "db-web-r2:web", "web_alt")]
    public async Task AContainer_CreatesTheUsersOfToday_AndDropsTheFormerOne(
        string rotations,
        string secret,
        string secrets,
        string? retired
    )
    {
        var plan = await PlanAsync("kind: postgres", rotations);

        Assert.Equal(secrets.Split(' '), SecretsOf(plan, "web").Order(StringComparer.Ordinal));
        Assert.Equal(["db-api:api"], SecretsOf(plan, "api"));
        Assert.Equal((secret, "db-api"), (SecretOf(plan, "web"), SecretOf(plan, "api")));
        Assert.Equal(
            ["db-admin", "db-api", .. secrets.Split(' ').Select(pair => pair.Split(':')[0]).Order(StringComparer.Ordinal)],
            plan.Get("Job", "db-users")
                .Container.List("env")
                .Where(variable => ((string)variable["name"]!).EndsWith("_PASSWORD", StringComparison.Ordinal))
                .Select(variable => (string)variable["valueFrom.secretKeyRef.name"]!)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(retired, Retired(plan));
    }

    [Theory]
    [InlineData("", "db-admin", null, "--requirepass $(REDISCLI_AUTH) --appendonly yes" + Memory)]
    [InlineData(
        "{admin: {number: 1, keepFormer: true}}",
        "db-admin-r1",
        "db-admin",
        "--appendonly yes --user default on >$(REDISCLI_AUTH) >$(FORMER_PASSWORD) ~* &* +@all" + Memory
    )]
    [InlineData("{admin: 1}", "db-admin-r1", null, "--requirepass $(REDISCLI_AUTH) --appendonly yes" + Memory)]
    public async Task AValkey_AcceptsBothPasswords_WhileTheServicesGoOver(string rotations, string secret, string? former, string arguments)
    {
        var plan = await PlanAsync("kind: valkey", rotations);

        Assert.Equal(new[] { secret, former }.OfType<string>().Order(StringComparer.Ordinal), SecretsOf(plan, "admin").Select(NameOf));
        var server = plan.Get("StatefulSet", "db").Container;
        Assert.Equal(arguments, string.Join(' ', server.List("args").Select(argument => argument.Value)));
        Assert.Equal((secret, former), (Refer(server, "REDISCLI_AUTH"), Refer(server, "FORMER_PASSWORD")));
        Assert.Equal(secret, Refer(plan.Get("Deployment", "web").Container, "DB_PASSWORD"));

        static string NameOf(string pair) => pair.Split(':')[0].Replace("-protected-unless-data-is-retained", "", StringComparison.Ordinal);

        static string? Refer(Inputs container, string name) =>
            container
                .List("env")
                .Where(variable => (string)variable["name"]! == name)
                .Select(variable => (string?)variable["valueFrom.secretKeyRef.name"])
                .SingleOrDefault();
    }

    /// <summary>The server keeps its first Secret, so a rotation does not restart it; what connects to it has the current one.</summary>
    [Theory]
    [InlineData("", "db-admin:postgres", "db-admin", null)]
    [InlineData("{admin: {number: 1, keepFormer: true}}", "db-admin-r1:postgres_alt db-admin:postgres", "db-admin-r1", null)]
    [InlineData("{admin: 1}", "db-admin-r1:postgres_alt db-admin:postgres", "db-admin-r1", "postgres_alt:postgres")]
    [InlineData(
        "{admin: {number: 2, keepFormer: true}}",
        "db-admin-r1:postgres_alt db-admin-r2:postgres db-admin:postgres",
        "db-admin-r2",
        null
    )]
    [InlineData("{admin: 2}", "db-admin-r2:postgres db-admin:postgres", "db-admin-r2", "postgres:postgres_alt")]
    public async Task AnAdministrator_TakesTurnsWithAnother_AndTheServerKeepsItsFirstSecret(
        string rotations,
        string secrets,
        string current,
        string? retired
    )
    {
        var plan = await PlanAsync("kind: postgres", rotations);

        const string suffix = "-protected-unless-data-is-retained";
        var own = Names(plan, "Secret").Where(name => name!.StartsWith("db-admin", StringComparison.Ordinal));
        Assert.Equal(
            secrets.Split(' '),
            own.Select(name => $"{name!.Replace(suffix, "", StringComparison.Ordinal)}:{Decode(plan.Get("Secret", name)["data.username"])}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal("db-admin", ReferTo(plan.Get("StatefulSet", "db"), "POSTGRES_PASSWORD"));
        Assert.Equal(current, ReferTo(plan.Get("Job", "db-users"), "ADMIN_PASSWORD"));
        var data = plan.Get("ConfigMap", "db-users").Map("data").ToDictionary();
        Assert.Equal(retired?.Split(':')[1], data.GetValueOrDefault("RETIRED_ADMIN") as string);

        static string? ReferTo(Inputs workload, string name) =>
            (string?)
                workload.Container.List("env").Single(variable => variable["name"] is string own && own == name)[
                    "valueFrom.secretKeyRef.name"
                ];
    }

    /// <summary>The former one must be deleted by the next update, and the current one must not.</summary>
    [Fact]
    public void TheCurrentSecretOfAnAdministrator_StaysWithTheData_AndTheFormerDoesNot() =>
        Assert.Equal(
            ["db-admin:True", "db-admin-r2:True", "db-admin-r1:False"],
            CredentialsOf("kind: mysql", "{admin: {number: 2, keepFormer: true}}")
                .Where(credential => credential.Service is null)
                .Select(credential => $"{credential.Secret}:{credential.StaysWithData}")
        );

    [Fact]
    public async Task PostgresOfAnOperator_KeepsTheFormerRole_AndThenLetsItBeAbsent()
    {
        Assert.Equal(
            ["owner:db", "web_alt", "web", "api"],
            RolesOf(await PlanAsync(Operated("postgres"), "{web: {number: 1, keepFormer: true}}"))
        );
        Assert.Equal(["owner:db", "web_alt", "api", "web:absent"], RolesOf(await PlanAsync(Operated("postgres"), "{web: 1}")));
    }

    [Theory]
    [InlineData("rabbitmq", "User")]
    [InlineData("kafka", "KafkaUser")]
    public async Task AnOperatorWithUsersAsObjects_HasBoth_AndThenOne(string kind, string type)
    {
        var (both, one) = (
            await PlanAsync(Operated(kind), "{web: {number: 1, keepFormer: true}}"),
            await PlanAsync(Operated(kind), "{web: 1}")
        );

        Assert.Equal(3, Names(both, type).Count());
        Assert.Equal(2, Names(one, type).Count());
        Assert.Equal(2, SecretsOf(both, "web").Count());
        Assert.Single(SecretsOf(one, "web"));
    }

    [Theory]
    [InlineData("mysql", "PerconaXtraDBCluster")]
    [InlineData("mongodb", "PerconaServerMongoDB")]
    public async Task APerconaOperator_CreatesBoth_AndAJobDropsTheFormerOne(string kind, string type)
    {
        var none = await PlanAsync(Operated(kind), "");
        var both = await PlanAsync(Operated(kind), "{web: {number: 1, keepFormer: true}}");
        var one = await PlanAsync(Operated(kind), "{web: 1}");

        Assert.Equal(["web_alt", "web", "api"], UsersOf(both));
        Assert.Equal(["web_alt", "api"], UsersOf(one));
        Assert.False(none.Has("Job", "db-users"));
        Assert.False(both.Has("Job", "db-users"));
        Assert.Equal("web", Retired(one));
        Assert.Contains("db-users", ClientsOf(one));
        Assert.DoesNotContain("db-users", ClientsOf(both));

        IEnumerable<string> UsersOf(RecordedPlan plan) =>
            plan.Get(type, "db-protected-unless-data-is-retained").List("spec.users").Select(user => (string)user["name"]!);

        static IEnumerable<object?> ClientsOf(RecordedPlan plan) =>
            plan.Get("NetworkPolicy", "db-servers")
                .List("spec.ingress")
                .SelectMany(rule => rule.List("from"))
                .Select(peer => peer["podSelector.matchLabels.'app.kubernetes.io/name'"]);
    }

    /// <summary>Strimzi writes a Secret with the name of a KafkaUser, over one that is there.</summary>
    [Fact]
    public async Task ASecretOfAKafkaUser_HasAnotherName_ThanTheOneThatStrimziWrites()
    {
        var plan = await PlanAsync(Operated("kafka"), "");

        Assert.Empty(Names(plan, "KafkaUser").Intersect(Names(plan, "Secret")));
        Assert.Equal(["db-web-credentials:db-web"], SecretsOf(plan, "web"));
    }

    /// <summary>The alias keeps the password of a stack that was deployed with the name that Strimzi writes.</summary>
    [Fact]
    public void ASecretOfAKafkaUser_WasNamedAsTheUser_InEarlierVersions()
    {
        Assert.Equal(["db-web-credentials:db-web", "db-api-credentials:db-api"], Earlier("kafka", ""));
        Assert.Equal(
            ["db-web-r1-credentials:", "db-web-credentials:db-web", "db-api-credentials:db-api"],
            Earlier("kafka", "{web: {number: 1, keepFormer: true}}")
        );
        Assert.Equal(["db-web:", "db-api:"], Earlier("rabbitmq", ""));

        static IEnumerable<string> Earlier(string kind, string rotations)
        {
            return CredentialsOf(Operated(kind), rotations).Select(credential => $"{credential.Secret}:{credential.EarlierSecret}");
        }
    }

    /// <summary>A protected Secret could not be deleted when the number of the rotation changes.</summary>
    [Theory]
    [InlineData("valkey", "", "")]
    [InlineData("valkey", "{admin: {number: 1, keepFormer: true}}", "")]
    [InlineData("valkey", "{admin: 1}", "")]
    [InlineData("postgres", "", "db-admin")]
    [InlineData("postgres", "{web: {number: 1, keepFormer: true}}", "db-admin")]
    [InlineData("s3, database: shop", "", "db-admin")]
    public void ASecret_StaysWithTheData_UnlessARotationReplacesIt(string kind, string rotations, string staying) =>
        Assert.Equal(
            staying,
            string.Join(
                ' ',
                CredentialsOf($"kind: {kind}", rotations)
                    .Where(credential => credential.StaysWithData)
                    .Select(credential => credential.Secret)
            )
        );

    private static ImmutableArray<DrawnCredential> CredentialsOf(string store, string rotations)
    {
        var stack = $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n{Stores(store, rotations)}\nservices:\n";
        var settings = SettingsLoader.Load(
            StackSources.Simulated(stack + $"  {Services.Replace("\n", "\n  ", StringComparison.Ordinal)}", "")
        );
        return Assert.Single(ClusterPlan.Create(settings.Settings, "dev")).Stores.Single().Credentials;
    }

    private static string Operated(string kind) => $"kind: {kind}, form: operator";

    private static Task<RecordedPlan> PlanAsync(string store, string rotations) =>
        RecordedPlan.ForServices(Services, Stores(store, rotations));

    private static string Stores(string store, string rotations) =>
        $"faultTolerance: development\nstores: {{db: {{{store}{(rotations.Length == 0 ? "" : $", rotations: {rotations}")}}}}}";

    private static IEnumerable<string> SecretsOf(RecordedPlan plan, string service) =>
        Names(plan, "Secret")
            .Where(name => name!.StartsWith($"db-{service}", StringComparison.Ordinal))
            .Select(name => $"{name}:{Decode(plan.Get("Secret", name!)["data.username"])}");

    private static string? SecretOf(RecordedPlan plan, string service) =>
        (string?)
            plan.Get("Deployment", service).Container.List("env").Single(variable => variable["name"] is "DB_PASSWORD")[
                "valueFrom.secretKeyRef.name"
            ];

    private static string? Retired(RecordedPlan plan)
    {
        var data = plan.Has("ConfigMap", "db-users") ? plan.Get("ConfigMap", "db-users").Map("data") : null;
        return data?.ToDictionary().GetValueOrDefault("RETIRED") as string;
    }

    private static IEnumerable<string> RolesOf(RecordedPlan plan) =>
        plan.Get("Cluster", "db-protected-unless-data-is-retained")
            .List("spec.managed.roles")
            .Select(role => role["ensure"] is string ensure ? $"{role["name"]}:{ensure}" : (string)role["name"]!);

    private static IEnumerable<string?> Names(RecordedPlan plan, string kind) =>
        plan.Resources.Where(resource => resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal)).Select(resource => resource.Name);

    private static string Decode(object? value) => Encoding.UTF8.GetString(Convert.FromBase64String(Assert.IsType<string>(value)));
}
