using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class DefaultsTests
{
    private const string Sizes = "sizes: {small: {}, medium: {}}";

    [Fact]
    public void Load_Defaults_AreBelowTheServicesOwnSettings_AndThoseOfTheKindAboveThoseForAll()
    {
        var services = Load(
            """
            defaults:
              all: {owner: all, health: {command: [all], detectWithin: 9s}, calls: [a], env: {A: all, B: all}}
              worker: {owner: worker, health: {command: [worker]}, env: {B: worker}}
            services:
              a: {image: a:1, port: 80, owner: own, calls: [], env: {A: own}}
              b: {image: b:1, kind: worker, calls: [], env: {C: own}}
              c: {image: c:1, port: 80, health: null, env: {A: null}}
            """
        ).Settings.Services;

        Assert.Equal("own all", $"{services["a"].Owner} {services["c"].Owner}");
        Assert.Equal("worker", services["b"].Owner);
        Assert.Equal("worker", Assert.Single(services["b"].Health.Command));
        Assert.Equal(TimeSpan.FromSeconds(9), services["b"].Health.DetectWithin);
        Assert.Null(services["c"].Health.DetectWithin);
        Assert.Equal("a", $"{Assert.Single(services["c"].Calls)}");
        Assert.Empty(services["b"].Calls);
        Assert.Equal("A=own B=all", Variables(services["a"]));
        Assert.Equal("A=all B=worker C=own", Variables(services["b"]));
        Assert.Equal("B=all", Variables(services["c"]));
    }

    [Theory]
    [InlineData("defaults: {all: {image: {pullPolicy: always}}}", "image: \"a:1\"")]
    [InlineData("defaults: {all: {image: \"b:2\"}}", "image: {reference: \"a:1\", pullPolicy: always}")]
    [InlineData("defaults: {all: {image: {reference: \"b:2\", pullPolicy: always}}}", "image: \"a:1\"")]
    public void Load_ShortForm_ChangesTheSettingThatItStandsFor(string defaults, string own)
    {
        var image = Load($"{defaults}\nservices: {{a: {{{own}, port: 80}}}}").Settings.Services["a"].Image;

        Assert.Equal(("a:1", PullPolicy.Always), (image.Reference?.ToString(), image.PullPolicy));
    }

    [Fact]
    public void Load_VariableInShortForm_ReplacesTheDefault() =>
        Assert.Equal(
            "URL=http://x",
            Variables(
                Load(
                    "defaults: {all: {env: {URL: {address: b}}}}\nservices: {a: {image: a:1, port: 80, env: {URL: \"http://x\"}}}"
                ).Settings.Services["a"]
            )
        );

    [Fact]
    public void Load_DefaultsOfTheStacksFile_OverrideThoseOfTheCatalogue()
    {
        var sources = StackSources.Simulated(
            $"name: shop\n{Sizes}\ndefaults: {{all: {{owner: a, health: {{path: /x}}}}}}\nservices: {{s: {{image: a:1, port: 80}}}}",
            "config:\n  infra:defaults: {all: {owner: b}}\n"
        );

        var service = SettingsLoader.Load(sources).Settings.Services["s"];

        Assert.Equal(("b", "/x"), (service.Owner, service.Health.Path));
    }

    [Fact]
    public void Load_KindFromTheDefaults_SelectsItsDefaults() =>
        Assert.Equal(
            "w",
            Load("defaults: {all: {kind: worker}, worker: {owner: w}}\nservices: {a: {image: a:1}}").Settings.Services["a"].Owner
        );

    [Theory]
    [InlineData("all: {ownr: x}", "stacks/services.yaml:3: defaults.all.ownr: there is no such setting; did you mean 'owner'?")]
    [InlineData(
        "all: {replicas: many}",
        "stacks/services.yaml:3: defaults.all.replicas: 'many' is not a whole number; write it in digits, as in 3"
    )]
    [InlineData("wrker: {}", "stacks/services.yaml:3: defaults.wrker: there is no such setting; did you mean 'worker'?")]
    [InlineData(
        "worker: {kind: job}",
        "stacks/services.yaml:3: defaults.worker.kind: these are the defaults of the kind 'worker' already; remove it"
    )]
    [InlineData("all: {args: [a, 1]}", "stacks/services.yaml:3: defaults.all.args[1]: 1 is not a string; write it in quotes: \"1\"")]
    public void Load_ErrorInDefaults_IsReportedOnce_AtItsPlace(string defaults, string expected) =>
        Assert.Equal(
            expected,
            Only(
                $"defaults: {{{defaults}}}\nservices: {{a: {{image: a:1, port: 80}}, b: {{image: b:1, port: 80}}, c: {{image: c:1, kind: worker}}}}"
            )
        );

    [Fact]
    public void Load_DefaultThatDoesNotSuitAKind_IsReportedAtTheDefault() =>
        Assert.Equal(
            "stacks/services.yaml:4: services.a.replicas: a cron service runs to completion, so it has no replicas; "
                + "remove 'replicas', or write 'job: {parallelism: 3}', or move it from 'defaults.all' to the defaults of the kinds that it suits",
            Only("defaults:\n  all: {replicas: 3}\nservices: {a: {image: a:1, kind: cron, schedule: \"@daily\"}}")
        );

    [Fact]
    public void Load_ErrorInAnAnchor_IsReportedOnce() =>
        Assert.Equal(
            "stacks/services.yaml:3: services.a.prot: there is no such setting; did you mean 'port'?",
            Only("x-web: &web {prot: 80, image: a:1}\nservices: {a: *web, b: {<<: *web}}")
        );

    [Fact]
    public void Load_ExtensionKeys_AreIgnored()
    {
        var sources = StackSources.Simulated(
            $"x-a: {{anything: [1]}}\nname: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}",
            "x-c: 1\nconfig:\n  infra:x-b: &b {replicas: 2}\n  infra:services: {s: *b}\n"
        );

        Assert.Equal(2, SettingsLoader.Load(sources).Settings.Services["s"].Replicas);
    }

    [Theory]
    [InlineData("owner", "team", "set for all services (defaults.all)", "stacks/services.yaml:4")]
    [InlineData("shutdown.finish", "1m", "set for the kind 'service' (defaults.service)", "stacks/services.yaml:5")]
    [InlineData("replicas", "2", "set", "stacks/services.yaml:6")]
    public void Explain_Default_NamesItAndItsPlace(string setting, string value, string reason, string place)
    {
        var loaded = Load(
            "defaults:\n  all: {owner: team, replicas: 3}\n  service: {shutdown: {finish: 1m}}\nservices: {s: {image: a:1, port: 80, replicas: 2}}"
        );

        var explained = StackExplainer.Explain("s", loaded);

        Assert.Equal(new Explanation(setting, value, reason, place), explained.Single(explanation => explanation.Setting == setting));
    }

    private static string Variables(ServiceSettings service) =>
        string.Join(' ', service.Env.Select(variable => $"{variable.Key}={variable.Value.Value}"));

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue)).Errors).ToString();

    private static LoadedSettings Load(string catalogue) =>
        SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\n{catalogue}", ""));
}
