using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Each mistake yields one message.</summary>
public class OneCauseTests
{
    private const string Head = "name: shop\nsizes: {small: {}}\n";

    [Theory]
    [InlineData("{imge: \"a:1\", port: 80}", "services.s.imge: there is no such setting; did you mean 'image'?")]
    [InlineData("{image: \"a:1\", prot: 80}", "services.s.prot: there is no such setting; did you mean 'port'?")]
    [InlineData("{image: \"a:1\", containerPort: 80}", "services.s.containerPort: there is no such setting; write 'port: …'")]
    [InlineData("{image: \"a:1\", port: \"8080\"}", "services.s.port: '8080' is not a whole number; write it without quotes: 8080")]
    [InlineData(
        "{image: \"a:1\", port: 80, resources: {limits: {cpu: \"1\"}}, replicas: \"2\"}",
        "services.s.replicas: '2' is not a whole number; write it without quotes: 2"
    )]
    [InlineData(
        "{image: \"a:1\", port: 80, env: {A: 1.50}}",
        "services.s.env.A.value: 1.50 is not a string, a whole number or a boolean; write it in quotes: \"1.50\""
    )]
    [InlineData(
        "{image: \"a:1\", port: 80, env: {A: null}}",
        "services.s.env.A: null removes a variable, and there is none below to remove; write \"\" for an empty value, \"null\" for the word, or remove the line"
    )]
    [InlineData(
        "{image: \"a:1\", port: 80, sidecars: {p: {image: \"b:1\", env: {A: }}}}",
        "services.s.sidecars.p.env.A: null removes a variable, and there is none below to remove; write \"\" for an empty value, \"null\" for the word, or remove the line"
    )]
    [InlineData("nginx", "services.s: a mapping with settings is expected here, not 'nginx'; write '{image: <a container image>}'")]
    public void AMistakeInAService_IsTheOnlyError(string service, string expected) =>
        Assert.Equal($"stacks/services.yaml:3: {expected}", Only(StackSources.Simulated($"{Head}services: {{s: {service}}}", "")));

    [Fact]
    public void NullInTheStacksFile_RemovesTheCataloguesVariable() =>
        Assert.Empty(
            SettingsLoader
                .Load(
                    StackSources.Simulated(
                        $"{Head}services: {{s: {{image: \"a:1\", port: 80, env: {{A: x}}}}}}",
                        "config:\n  infra:services: {s: {env: {A: null}}}\n"
                    )
                )
                .Settings.Services["s"]
                .Env
        );

    [Fact]
    public void NullInTheStacksFile_WithoutAVariableToRemove_IsRejected() =>
        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml:2: services.s.env.A: null removes a variable",
            Only(
                StackSources.Simulated(
                    $"{Head}services: {{s: {{image: \"a:1\", port: 80}}}}",
                    "config:\n  infra:services: {s: {env: {A: null}}}\n"
                )
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n---\n")]
    [InlineData("null\n")]
    public void AnEmptyCatalogue_IsTheOnlyError(string catalogue) =>
        Assert.Equal(
            "stacks/services.yaml:1: this file has no settings; write 'name: <system>' and 'services: {<name>: {image: <image>, port: <port>}}' in it",
            Only(StackSources.From(catalogue, ""))
        );

    [Fact]
    public void AMissingCatalogue_IsTheOnlyError() =>
        Assert.StartsWith(
            "stacks/services.yaml: this file does not exist; write 'name: <system>'",
            Only(StackSources.From("", "") with { Catalogue = new SettingsFile("stacks/services.yaml", null) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void AMissingCluster_OfAStackWithoutAFile_NamesTheFileToCreate() =>
        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml: cluster: this file does not exist, so the stack has no cluster to deploy to; create it with 'config: {infra:cluster: {kind: simulated}}'",
            Only(
                StackSources.From($"{Head}services: {{s: {{image: \"a:1\", port: 80}}}}", "") with
                {
                    StackFile = new SettingsFile("stacks/Pulumi.dev.yaml", null),
                }
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("name: shop\nsizes: {small: {}}\n")]
    [InlineData("name: shop\nsizes: {small: {}}\nservices: {}\n")]
    [InlineData("name: shop\nsizes: {small: {}}\nservices:\n")]
    public void NoServices_IsAWarning(string catalogue) =>
        Assert.Contains(
            ": services: the stack has no services; write 'services: {<name>: {image: <image>, port: <port>}}' in stacks/services.yaml",
            Assert.Single(SettingsLoader.Load(StackSources.Simulated(catalogue, "")).Warnings).ToString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("shop/catalog")]
    [InlineData("shop/catalog:latest")]
    public void AnImageWithoutATag_IsAWarning(string image) =>
        Assert.Equal(
            "stacks/services.yaml:3: services.s.image: the version of this image is not fixed, and may differ between nodes; pin it by a tag or a digest",
            Assert
                .Single(
                    SettingsLoader.Load(StackSources.Simulated($"{Head}services: {{s: {{image: \"{image}\", port: 8080}}}}", "")).Warnings
                )
                .ToString()
        );

    private static string Only(SettingsSources sources) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors).ToString();
}
