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
            7 errors in the settings of stack 'dev':
              stacks/Pulumi.dev.yaml:2: faultTolerence: there is no such setting; did you mean 'faultTolerance'?
              stacks/Pulumi.dev.yaml:5: services.catalog.replicas: 'many' is not a whole number; write it in digits, as in 3
              stacks/Pulumi.dev.yaml:7: services.orders.port: 80800 is out of range; write a number from 1 to 65535
              stacks/Pulumi.dev.yaml:10: services.orders.resources.limits.memory: the limit 256Mi is below the request 512Mi; write a limit of at least 512Mi, or a lower request
              stacks/services.yaml:4: services.catalog: a service needs a port; write 'port: 8080', or 'kind: worker' if it answers no requests
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
            .Errors.Select(error => error.ToString())
            .ToArray();

        Assert.Contains(expected, errors);
        Assert.Equal(overriding.EndsWith("null", StringComparison.Ordinal) ? 1 : 2, errors.Length);
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
    [InlineData("", "stacks/services.yaml:1: cluster: the stack has no cluster to deploy to; write 'infra:cluster: {kind: simulated}'")]
    [InlineData(
        "cluster: {name: shared}",
        "stacks/services.yaml:4: cluster.kind: this setting is missing; write 'kind: <one of simulated, existing>'"
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
    [InlineData(
        "{cpu: 199m}",
        "stacks/services.yaml:4: quota.cpu: 199m is less than the 200m that the services need at their minimum; write at least 200m"
    )]
    [InlineData("{memory: 255Mi}", "stacks/services.yaml:4: quota.memory: 255Mi is less than the 256Mi that")]
    [InlineData("{pods: 1}", "stacks/services.yaml:4: quota.pods: 1 is less than the 2 that")]
    public void AQuotaBelowTheSumOfMinimums_IsRejected(string quota, string expected) =>
        Assert.StartsWith(
            expected,
            Only($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, replicas: 2}}}}\nquota: {quota}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "sizes: {small: {limits: {memory: 256Mi}}}\nservices: {s: {image: \"a:1\", kind: worker}}\nquota: {cpu: 1}",
        "quota.cpu: a quota on cpu rejects pods that request none, and some container requests none"
    )]
    [InlineData(
        "sizes: {small: {requests: {cpu: 100m, memory: 1Mi}}}\nloadBalancing: haproxy\nservices: {s: {image: \"a:1\", port: 80, replicas: 1, traffic: {hosts: [a.example.com]}}}\nquota: {pods: 2}",
        "quota.pods: 2 is less than the 3 that"
    )]
    public void AQuota_CountsEveryContainer_AndTheLoadBalancer(string catalogue, string expected) =>
        Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "sizes: {small: {limits: {memory: 256Mi}}, big: {requests: {memory: 512Mi}}}\nservices: {s: {image: \"a:1\", kind: worker, resources: big}}",
        "sizes.big.limits.memory: without a limit the namespace's default from the size 'small' applies, 256Mi, which is below the request 512Mi; write a limit of at least 512Mi"
    )]
    [InlineData(
        "sizes: {small: {limits: {cpu: 100m}}, other: {}}\nservices: {s: {image: \"a:1\", kind: worker, sidecars: {p: {image: \"b:1\", resources: {size: other, requests: {cpu: 1}}}}}}",
        "services.s.sidecars.p.resources.limits.cpu: without a limit the namespace's default from the size 'small' applies, 100m"
    )]
    [InlineData(
        "sizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker, init: {p: {image: \"b:1\", resources: smal}}}}",
        "services.s.init.p.resources: there is no size 'smal'; did you mean 'small'?"
    )]
    [InlineData(
        "sizes: {small: {}}\nloadBalancing: {backend: haproxy, resources: big}\nservices: {s: {image: \"a:1\", kind: worker}}",
        "loadBalancing.resources: there is no size 'big'; known here: small"
    )]
    public void AmountsThatTheNamespaceWouldReject_AreRejected(string catalogue, string expected) =>
        Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: {cron: \"0 7 * *\", min: 2}", "services.s.scaling.schedule.a: '0 7 * *' is not a valid schedule")]
    [InlineData(
        "a: {cron: \"0 7 * * *\", min: 2, timeZone: Europe/Berlln}",
        "services.s.scaling.schedule.a.timeZone: there is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?"
    )]
    [InlineData("a: {cron: \"0 7 * * *\", min: 7}", "services.s.scaling.schedule.a.min: the minimum 7 is above the maximum 6")]
    [InlineData("a: {cron: \"0 7 * * *\", min: 0}", "services.s.scaling.schedule.a.min: 0 is out of range")]
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
    public void AStatefulServiceWithALongName_IsRejected() =>
        Assert.Contains(
            "the revisions of a stateful service add 11",
            Only($"name: shop\n{Sizes}\nservices: {{{new string('n', 53)}: {{image: a:1, kind: stateful, port: 80}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ANameTooLongWithTheStacks_IsRejected() =>
        Assert.Contains(
            "it becomes the label value 'nnnnn",
            Only($"name: {new string('n', 60)}\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}"),
            StringComparison.Ordinal
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

    [Theory]
    [InlineData("DB_PASSWORD: hunter2", true)]
    [InlineData("DATABASE_URL: \"postgres://shop:hunter2@db/shop\"", true)]
    [InlineData("KEY: \"-----BEGIN PRIVATE KEY-----\"", true)]
    [InlineData("DB_PASSWORD_FILE: /run/secrets/db", false)]
    [InlineData("DATABASE_URL: \"postgres://db/shop\"", false)]
    [InlineData("API_TOKEN: {value: sandbox, secret: true}", false)]
    public void ASecretInPlainText_CausesAWarning(string variable, bool warns)
    {
        var warnings = SettingsLoader
            .Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, env: {{{variable}}}}}}}", ""))
            .Warnings;

        Assert.Equal(warns, warnings.Count == 1);
        Assert.DoesNotContain("hunter2", string.Concat(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: a", "the version of this image is not fixed")]
    [InlineData("image: \"a:latest\"", "the version of this image is not fixed")]
    [InlineData(
        "image: \"a:1\", scaling: {max: 6, schedule: {day: {cron: \"@daily\", min: 2}}}",
        "a single scheduled minimum sets the minimum permanently"
    )]
    [InlineData("image: \"a:1\", traffic: {ejectAfter: 5}", "plain Services forward connections, not requests")]
    [InlineData("image: \"a:1\", traffic: {algorithm: leastRequest}", "plain Services cannot balance by 'leastRequest'")]
    [InlineData(
        "image: \"a:1\", replicas: 3, versions: {canary: {tag: \"2\", weight: 10}}",
        "1 of 4 pods receive about 25 % instead of 10 %"
    )]
    public void DoubtfulSettings_CauseAWarning(string settings, string expected) =>
        Assert.Contains(
            expected,
            Assert
                .Single(
                    SettingsLoader
                        .Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{port: 80, {settings}}}}}", ""))
                        .Warnings
                )
                .ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void AnInvalidSecretValue_IsRedacted()
    {
        var sources = StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}",
            "config:\n  infra:services:\n    s:\n      port: {secure: \"v1:hunter2\"}\n"
        );

        var error = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Contains(
            "stacks/Pulumi.dev.yaml:4: services.s.port: the secret value is not a whole number",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue)).Errors).ToString();

    private static LoadedSettings Load(string catalogue) => SettingsLoader.Load(StackSources.Simulated(catalogue, ""));
}
