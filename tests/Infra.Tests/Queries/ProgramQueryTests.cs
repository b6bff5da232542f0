using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Infra.Backend.Queries;
using Infra.Tests.Settings;

namespace Infra.Tests.Queries;

public sealed class ProgramQueryTests : IDisposable
{
    private const string Development = """{"infra:cluster":"{\"kind\":\"simulated\"}","infra:faultTolerance":"development"}""";

    private const string Stores = """
        name: shop
        sizes: {small: {requests: {cpu: 50m, memory: 64Mi}}}
        stores: {db: {kind: postgres, rotations: {web: {number: 3, keepFormer: true}}}, cache: {kind: valkey}, files: {kind: s3}}
        services:
          web: {image: a:1, port: 8080, uses: [db, cache, files]}
          jobs: {image: a:1, kind: worker, uses: [db]}
          other: {image: a:1, kind: worker}
        """;

    private const string Catalogue = """
        name: shop
        namespace: shop-eu
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        services:
          web: {image: "shop/web:1", port: 8080, env: {TOKEN: {value: sandbox, secret: true}}}
        """;

    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("infra-query-");

    public void Dispose() => _project.Delete(recursive: true);

    [Fact]
    public void Clusters_OfAStackWithOne_HasNoName() =>
        Assert.Equal(
            """{"clusters":[{"kind":"simulated","simulated":"dev","namespace":"shop-eu"}]}""",
            Ask("clusters", """{"infra:cluster":"{\"kind\":\"simulated\"}"}""").Output
        );

    [Fact]
    public void Clusters_SetInTheCatalogue_AreFound() =>
        Assert.Equal(
            """{"clusters":[{"kind":"simulated","simulated":"lab","namespace":"shop-eu"}]}""",
            Ask("clusters", "{}", $"{Catalogue}\ncluster: {{kind: simulated, name: lab}}\n").Output
        );

    [Fact]
    public void Clusters_OfAStackWithSeveral_HaveTheirKeysAndKubeconfigs() =>
        Assert.Equal(
            """
            {"clusters":[{"name":"eu","kind":"simulated","simulated":"dev-eu","namespace":"shop-eu"},
            {"name":"us","kind":"existing","kubeconfig":"clusters/us.yaml","context":"prod","namespace":"shop-eu"}]}
            """.ReplaceLineEndings(""),
            Ask(
                "clusters",
                "{}",
                $$"""
                {{Catalogue}}
                clusters:
                  eu: {kind: simulated, region: a}
                  us: {kind: existing, region: b, kubeconfig: clusters/us.yaml, context: prod}
                """
            ).Output
        );

    [Fact]
    public void Explain_OfAService_HasItsDecisionsWithoutSecrets()
    {
        var (exitCode, output, _) = Ask(
            "explain web",
            """{"infra:cluster":"{\"kind\":\"simulated\"}","infra:faultTolerance":"critical"}"""
        );

        using var answer = JsonDocument.Parse(output);
        var replicas = answer
            .RootElement.GetProperty("explanations")
            .EnumerateArray()
            .Single(decision => decision.GetProperty("setting").GetString() == "replicas");
        Assert.Equal(0, exitCode);
        Assert.Equal("3", replicas.GetProperty("value").GetString());
        Assert.StartsWith("fault tolerance 'critical'", replicas.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("stacks/Pulumi.dev.yaml", replicas.GetProperty("place").GetString());
        Assert.DoesNotContain("sandbox", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain wbe", "This stack has no service 'wbe'; did you mean 'web'?\n")]
    [InlineData(
        "explain",
        "INFRA_QUERY is 'explain', which is not a query. Write 'clusters', 'explain <service>', 'rotation <store>', 'administrator <store>' or 'rehearsal <scenario>'.\n"
    )]
    [InlineData(
        "targets",
        "INFRA_QUERY is 'targets', which is not a query. Write 'clusters', 'explain <service>', 'rotation <store>', 'administrator <store>' or 'rehearsal <scenario>'.\n"
    )]
    public void Run_UnknownServiceOrQuery_FailsWithoutAnAnswer(string query, string error) =>
        Assert.Equal((1, "", error), Ask(query, """{"infra:cluster":"{\"kind\":\"simulated\"}"}"""));

    [Fact]
    public void Run_Rotation_AnswersForEachServiceThatUsesTheStore() =>
        Assert.Equal(
            (0, """{"services":[{"service":"web","number":3,"keepFormer":true},{"service":"jobs","number":0,"keepFormer":false}]}""", ""),
            Ask("rotation db", Development, Stores)
        );

    [Fact]
    public void Run_RotationOfAnAdministrator_AnswersForItAlone() =>
        Assert.Equal(
            (0, """{"services":[{"service":"admin","number":0,"keepFormer":false}]}""", ""),
            Ask("administrator db", Development, Stores)
        );

    [Fact]
    public void Run_RotationOfAnOperatorsAdministrator_NamesTheSecretThatItFollows() =>
        Assert.Equal(
            (
                0,
                """{"services":[],"secret":{"type":"kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB","name":"db-secrets","key":"MONGODB_DATABASE_ADMIN_PASSWORD"}}""",
                ""
            ),
            Ask(
                "administrator db",
                Development,
                Stores.Replace(
                    "kind: postgres, rotations: {web: {number: 3, keepFormer: true}}",
                    "kind: mongodb, form: operator",
                    StringComparison.Ordinal
                )
            )
        );

    [Fact]
    public void Run_RotationOfASharedPassword_AnswersForIt() =>
        Assert.Equal(
            (0, """{"services":[{"service":"admin","number":0,"keepFormer":false}],"shared":true}""", ""),
            Ask("rotation cache", Development, Stores)
        );

    [Theory]
    [InlineData("rotation bd", "This stack has no store 'bd'; did you mean 'db'?\n")]
    [InlineData(
        "rotation files",
        "The credentials of the store 'files' cannot be rotated: its server knows one access key, which all services share\n"
    )]
    [InlineData(
        "administrator files",
        "The password of the administrator of the store 'files' cannot be rotated: its server knows one access key, which all services "
            + "share. Instead, use 'form: external' where passwords must change\n"
    )]
    public void Run_RotationThatIsImpossible_FailsWithTheReason(string query, string error) =>
        Assert.Equal((1, "", error), Ask(query, Development, Stores));

    [Fact]
    public void Run_InvalidSettings_FailsWithTheirErrors()
    {
        var (exitCode, output, errors) = Ask(
            "clusters",
            """{"infra:faultTolerance":"critcal","infra:cluster":"{\"kind\":\"simulated\"}"}"""
        );

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            """
            One error in the settings of stack 'dev':
              stacks/Pulumi.dev.yaml: faultTolerance: 'critcal' is not one of development, standard, critical; did you mean 'critical'?

            """,
            errors
        );
    }

    [Fact]
    public void Run_WithoutAStack_Fails() =>
        Assert.StartsWith("PULUMI_STACK is not set.", Ask("clusters", "{}", stack: null).Errors, StringComparison.Ordinal);

    /// <summary>The program itself, started without an engine as the contract describes.</summary>
    [Fact]
    public async Task TheProgram_StartedWithAQuery_WritesNothingButTheAnswer()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(ProgramQuery).Assembly.Location);
        start.WorkingDirectory = StackSources.PathOf("infra");
        const string config = """{"infra:cluster":"{\"kind\":\"simulated\"}","infra:faultTolerance":"development"}""";
        foreach (var (name, value) in Variables("clusters", config, "dev", StackSources.PathOf()))
        {
            start.Environment[name] = value;
        }

        using var program = Process.Start(start)!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();

        Assert.Equal("", await errors);
        Assert.Equal("""{"clusters":[{"kind":"simulated","simulated":"dev","namespace":"shop"}]}""", await output);
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public void TheProgram_DeclaresTheContract()
    {
        using var configuration = JsonDocument.Parse(
            File.ReadAllText(Path.ChangeExtension(typeof(ProgramQuery).Assembly.Location, ".runtimeconfig.json"))
        );

        var declared = configuration
            .RootElement.GetProperty("runtimeOptions")
            .GetProperty("configProperties")
            .GetProperty("Infra.ProgramContract");
        Assert.Equal("5", declared.ToString());
    }

    private static Dictionary<string, string?> Variables(string query, string config, string? stack, string root) =>
        new()
        {
            ["INFRA_QUERY"] = query,
            ["PULUMI_PROJECT"] = "renamed",
            ["PULUMI_STACK"] = stack,
            ["PULUMI_ROOT_DIRECTORY"] = root,
            ["PULUMI_CONFIG"] = config,
            ["PULUMI_CONFIG_SECRET_KEYS"] = "[]",
            ["PULUMI_MONITOR"] = "",
            ["PULUMI_ENGINE"] = "",
        };

    private (int ExitCode, string Output, string Errors) Ask(
        string query,
        string config,
        string catalogue = Catalogue,
        string? stack = "dev"
    )
    {
        File.WriteAllText(Path.Combine(_project.FullName, "Pulumi.yaml"), "name: renamed\n");
        Directory.CreateDirectory(Path.Combine(_project.FullName, "stacks"));
        File.WriteAllText(Path.Combine(_project.FullName, "stacks", "services.yaml"), catalogue);
        var variables = Variables(query, config, stack, _project.FullName);
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };

        Assert.Equal(query, ProgramQuery.Find(variables.GetValueOrDefault));
        var exitCode = ProgramQuery.Run(query, variables.GetValueOrDefault, _project.FullName, output, errors);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
