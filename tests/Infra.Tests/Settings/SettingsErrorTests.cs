using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class SettingsErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Fact]
    public void EveryError_IsReportedAtOnce_WithFileLinePathProblemAndCure()
    {
        var sources = StackSources.Simulated(
            """
            name: shop
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
            services:
              catalog:
                image: shop/catalog:1.4
                prot: 8080
              orders:
                image: shop/orders:2.0
                port: 8080
                calls: [catalogue]
            """,
            """
            config:
              infra:faultTolerence: critical
              infra:services:
                catalog:
                  replicas: many
                orders:
                  port: 80800
                  resources:
                    requests: {memory: 512Mi}
                    limits: {memory: 256Mi}
            """
        );

        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Equal(
            """
            6 errors in the settings of stack 'dev':
              stacks/Pulumi.dev.yaml:2: faultTolerence: there is no such setting; did you mean 'faultTolerance'?
              stacks/Pulumi.dev.yaml:5: services.catalog.replicas: 'many' is not a whole number; write it in digits, as in 3
              stacks/Pulumi.dev.yaml:7: services.orders.port: 80800 is out of range; write a number from 1 to 65535
              stacks/Pulumi.dev.yaml:10: services.orders.resources.limits.memory: the limit 256Mi is below the request 512Mi; write a limit of at least 512Mi, or a lower request
              stacks/services.yaml:6: services.catalog.prot: there is no such setting; did you mean 'port'?
              stacks/services.yaml:10: services.orders.calls[0]: there is no service 'catalogue'; did you mean 'catalog'?
            """,
            errors.Message
        );
    }

    [Fact]
    public void ADuplicateService_IsReportedWithBothLines()
    {
        var error = Only($"name: shop\n{Sizes}\nservices:\n  a: {{image: a:1, port: 80}}\n  a: {{image: b:1, port: 80}}\n");

        Assert.Equal("stacks/services.yaml:5: services.a: 'a' is already defined in line 4; rename or remove one of the two", error);
    }

    [Fact]
    public void ADuplicateService_HidesNoOtherErrors()
    {
        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.Simulated(
                        $$"""
                        name: shop
                        {{Sizes}}
                        services:
                          a: {image: a:1, port: 80}
                          a: {image: b:1, prot: 80}
                          c: {image: c:1, port: 80, calls: [zebra]}
                        """,
                        "config:\n  infra:faultTolerance: critcal\n"
                    )
                )
            )
            .Errors;

        Assert.Equal(
            [
                "stacks/Pulumi.dev.yaml:2: faultTolerance: 'critcal' is not one of development, standard, critical; did you mean 'critical'?",
                "stacks/services.yaml:5: services.a: 'a' is already defined in line 4; rename or remove one of the two",
                "stacks/services.yaml:5: services.a.prot: there is no such setting; did you mean 'port'?",
                "stacks/services.yaml:6: services.c.calls[0]: there is no service 'zebra'; known here: a",
            ],
            errors.Select(error => error.ToString())
        );
    }

    [Theory]
    [InlineData(
        "catlog: {replicas: 2}",
        "stacks/Pulumi.dev.yaml:3: services.catlog: no service 'catlog' in the catalogue; did you mean 'catalog'?"
    )]
    [InlineData("catlog: null", "stacks/Pulumi.dev.yaml:3: services.catlog: no service 'catlog' in the catalogue; did you mean 'catalog'?")]
    [InlineData(
        "zebra: {replicas: 2}",
        "stacks/Pulumi.dev.yaml:3: services.zebra: no service 'zebra' in the catalogue; known here: catalog"
    )]
    public void AnOverrideOfAnUnknownService_IsRejected(string overriding, string expected)
    {
        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.Simulated(
                        $"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}",
                        $"config:\n  infra:services:\n    {overriding}\n"
                    )
                )
            )
            .Errors;

        Assert.Equal(expected, Assert.Single(errors).ToString());
    }

    [Fact]
    public void AServiceWithAnImage_NeedNotBeInTheCatalogue() =>
        Assert.Contains(
            "extra",
            SettingsLoader
                .Load(
                    StackSources.Simulated(
                        $"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}",
                        "config:\n  infra:services:\n    extra: {image: \"b:1\", port: 80}\n"
                    )
                )
                .Settings.Services.Keys
        );

    [Theory]
    [InlineData(
        "",
        "stacks/Pulumi.dev.yaml:1: cluster: the stack has no cluster to deploy to; write 'config: {infra:cluster: {kind: simulated}}'"
    )]
    [InlineData(
        "cluster: {name: shared}",
        "stacks/services.yaml:4: cluster.kind: this setting is missing; write 'kind: <one of simulated, existing, k3s>'"
    )]
    public void AStackWithoutACluster_IsRejected(string cluster, string expected) =>
        Assert.StartsWith(
            expected,
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() =>
                            SettingsLoader.Load(
                                StackSources.From($"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}\n{cluster}", "")
                            )
                        )
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("a: {cron: \"0 7 * *\", min: 2}", "services.s.scaling.schedule.a: '0 7 * *' is not a valid schedule")]
    [InlineData(
        "a: {cron: \"0 7 * * *\", min: 2, timeZone: Europe/Berlln}",
        "services.s.scaling.schedule.a.timeZone: there is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?"
    )]
    [InlineData("a: {cron: \"0 7 * * *\", min: 7}", "services.s.scaling.schedule.a.min: the minimum 7 is above the maximum 6")]
    [InlineData("a: {cron: \"0 7 * * *\", min: -1}", "services.s.scaling.schedule.a.min: -1 is out of range")]
    [InlineData("a: {cron: \"0 7 * * *\"}", "services.s.scaling.schedule.a.min: this setting is missing")]
    [InlineData(
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee: {cron: \"0 7 * * *\", min: 2}",
        "services.s.scaling.schedule.aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee: its CronJob would be named"
    )]
    public void AnInvalidScheduledMinimum_IsRejected(string minimum, string expected) =>
        Assert.Contains(
            expected,
            Only(
                $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, scaling: {{max: 6, schedule: {{{minimum}, z: {{cron: \"@daily\", min: 1}}}}}}}}}}"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void TheLoadBalancersScaling_IsChecked() =>
        Assert.Contains(
            "loadBalancing.scaling.min: the minimum 5 is above the maximum 4",
            Only(
                $"name: shop\n{Sizes}\nloadBalancing: {{backend: haproxy, scaling: {{min: 5, max: 4}}}}\nservices: {{s: {{image: a:1, port: 80}}}}"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void AQuotaOfExactlyTheMinimums_IsAccepted() =>
        Assert.Equal(
            2,
            Load(
                $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, replicas: 2}}}}\nquota: {{cpu: 200m, memory: 256Mi, pods: 2}}"
            ).Settings.Quota.Pods
        );

    [Fact]
    public void InvalidYaml_IsReportedWithItsLine() =>
        Assert.StartsWith(
            "stacks/services.yaml:3: this is not valid YAML:",
            Only("name: shop\nservices:\n  a: [1\n  b: 2\n"),
            StringComparison.Ordinal
        );

    [Fact]
    public void AnInvalidName_IsReportedWithAValidOne() =>
        Assert.Equal(
            "stacks/services.yaml:3: services.OrderService: 'OrderService' is not a valid name of a Kubernetes object; write 'order-service': lower-case letters, digits and '-', a letter first, at most 63 characters",
            Only($"name: shop\n{Sizes}\nservices: {{OrderService: {{image: a:1, port: 80}}}}")
        );

    [Fact]
    public void AGatewayWithoutAClass_IsRejected() =>
        Assert.Equal(
            "stacks/services.yaml:3: loadBalancing: a Gateway needs a class; write 'gatewayClass: <name>'; 'kubectl get gatewayclass' lists those of the cluster",
            Only($"name: shop\n{Sizes}\nloadBalancing: gatewayApi\nservices: {{s: {{image: a:1, port: 80}}}}")
        );

    [Fact]
    public void AServiceNamedLikeTheLoadBalancer_IsRejected() =>
        Assert.Contains(
            "services.load-balancer: this name is reserved for the stack's load balancer",
            Only($"name: shop\n{Sizes}\nloadBalancing: haproxy\nservices: {{load-balancer: {{image: a:1, port: 80}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ADuplicateRoute_IsRejected_AndDifferentPathsAreNot() =>
        Assert.Contains(
            "services.c.traffic.hosts[0]: 'x.example.com/api' is already routed to 'b'",
            Only(
                $$"""
                name: shop
                {{Sizes}}
                loadBalancing: haproxy
                services:
                  a: {image: a:1, port: 80, traffic: {hosts: [x.example.com]} }
                  b: {image: a:1, port: 80, traffic: {hosts: [x.example.com], paths: [/api]} }
                  c: {image: a:1, port: 80, traffic: {hosts: [x.example.com], paths: [/api/]} }
                """
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void ACronServiceWithALongName_IsRejected()
    {
        var name = new string('n', 53);

        Assert.Contains(
            "Jobs of a cron service add 11",
            Only($"name: shop\n{Sizes}\nservices: {{{name}: {{image: a:1, kind: cron, schedule: \"@daily\"}}}}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnInvalidSecretValue_IsRedacted()
    {
        var sources = StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}",
            "config:\n  infra:services:\n    s:\n      port: {secure: \"v1:hunter2\"}\n"
        );

        var error = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Contains(
            "stacks/Pulumi.dev.yaml:4: services.s.port: an encrypted value would be stored and shown in plain text here",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QuotedSettings_WithControlCharacters_CannotForgeALine()
    {
        var error = Only(
            $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 8080, owner: \"a\\u001b[31m\\r\\nerror: forged\\u202e\"}}}}"
        );

        Assert.Contains(@"a\u001B[31m\u000D\u000Aerror: forged\u202E", error, StringComparison.Ordinal);
    }

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue)).Errors).ToString();

    private static LoadedSettings Load(string catalogue) => SettingsLoader.Load(StackSources.Simulated(catalogue, ""));
}
