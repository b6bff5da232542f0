using System.Text;
using System.Text.RegularExpressions;
using Cli.Tests.Support;
using Infra.Cli.Reports;
using Infra.Engine.Events;
using Infra.Protocol.Values;
using static Cli.Tests.Reports.SamplePreview;

namespace Cli.Tests.Reports;

/// <summary>The report of a preview: what matters first, the rest folded, within its bounds.</summary>
public sealed class PreviewMarkdownTests
{
    [Fact]
    public void Write_OfChanges_HasVerdictAndLossesBeforeFoldsByService()
    {
        var settings = Steps.Resource("settings");
        var report = Write(
            Find(
                Service("orders"),
                Service("catalog"),
                Planned("orders", Steps.Create(Steps.Resource("orders"), PropertyMap.Create(("data", PropertyMap.Create(("a", "1")))))),
                Planned(
                    "orders",
                    Replace(Steps.Resource("orders-db"), PropertyMap.Create(("kind", "a")), PropertyMap.Create(("kind", "b")), "kind")
                ),
                Planned("catalog", Delete(Steps.Resource("catalog"))),
                Planned(
                    Steps.Update(settings, PropertyMap.Create(("a", "1"), ("b", "x")), PropertyMap.Create(("a", "2"), ("b", "x")), "a")
                ),
                Violation(PolicyLevel.Advisory, "has-limits", "it has no limits", settings),
                Steps.Summary(true, (StepOperation.Same, 40))
            ),
            rehearsals: new RehearsalVerdict("fails", "prod does not hold in the scenario peak.", ["web latency p99: 812 ms (≤ 500 ms)"])
        );

        Assert.Equal(
            """
            <!-- infra:preview shop/prod -->
            ### ❌ shop/prod: the rehearsal fails, 1 to create, 1 to update, 1 to delete, 1 to replace

            40 unchanged. Commit 0123456789abcdef0123456789abcdef01234567, state version 12, 2026-11-30 10:20 UTC, [job](https://ci.example.com/runs/7)

            **Replaced**

            - ConfigMap orders-db of orders, because of kind

            **Deleted**

            - ConfigMap catalog of catalog

            **Policies**

            - advisory: has-limits: stacks/services.yaml:21 ConfigMap settings: it has no limits

            **Rehearsal**

            - ❌ prod does not hold in the scenario peak.
            - web latency p99: 812 ms (≤ 500 ms)

            <details><summary>catalog: 1 to delete</summary>

            ```diff
            -  kubernetes:core/v1:ConfigMap catalog (delete)
            ```

            </details>

            <details><summary>the stack itself: 1 to update</summary>

            ```diff
            !  kubernetes:core/v1:ConfigMap settings (update)
            !   a: "1" => "2"
            ```

            </details>

            <details><summary>orders: 1 to create, 1 to replace</summary>

            ```diff
            +  kubernetes:core/v1:ConfigMap orders (create)
                data: {
                    a: "1"
                }
            +- kubernetes:core/v1:ConfigMap orders-db (replace)
            !   kind: "a" => "b"
            ```

            </details>

            """.ReplaceLineEndings("\n"),
            report
        );
    }

    [Fact]
    public void Write_WithoutChanges_IsOneLineAndTheMarkerOfSilence()
    {
        var report = Write(
            Find(
                Planned(Steps.Same(Steps.Stack)),
                Violation(PolicyLevel.Advisory, "has-limits", "it has no limits", Steps.Stack),
                Steps.Summary(true, (StepOperation.Same, 42))
            ),
            rehearsals: new RehearsalVerdict("holds", "prod holds.", [])
        );

        Assert.Equal(
            "<!-- infra:preview shop/prod -->\n<!-- infra:no-changes -->\n✅ shop/prod: no changes (42 unchanged). "
                + "Commit 0123456789abcdef0123456789abcdef01234567, state version 12, 2026-11-30 10:20 UTC, [job](https://ci.example.com/runs/7)\n",
            report
        );
    }

    [Fact]
    public void Write_OfAFailedPreview_SaysSoFirstAndIsNotSilent()
    {
        var report = Write(
            Find(
                new DiagnosticEvent(DiagnosticSeverity.Error, default, "stacks/Pulumi.prod.yaml:7: replicas: is negative\nuse 0 or more"),
                Steps.Summary(true) with
                {
                    Result = OperationResult.Failed,
                }
            )
        );

        Assert.Contains("### ❌ shop/prod: the preview failed, no changes of resources\n", report, StringComparison.Ordinal);
        Assert.Contains("- stacks/Pulumi.prod.yaml:&#8203;7: replicas: is negative use 0 or more\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain(PreviewMarkdown.SilenceMarker, report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AMandatoryViolation_IsTheVerdict() =>
        Assert.Contains(
            "### ❌ shop/prod: 1 mandatory violation of policies, no changes of resources\n",
            Write(
                Find(
                    Violation(PolicyLevel.Mandatory, "has-limits", "it has no limits", Steps.Resource("orders")),
                    Steps.Summary(true) with
                    {
                        Result = OperationResult.Failed,
                    }
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Write_ASecret_IsRedacted()
    {
        var secret = ((PropertyValue)"hunter2").MakeSecret();
        var report = Write(
            Find(Planned(Steps.Create(Steps.Resource("settings"), PropertyMap.Create(("password", secret)))), Steps.Summary(true))
        );

        Assert.Contains("password: [secret]", report, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(9_000)]
    [InlineData(20_000)]
    public void Write_OfTooMuch_LeavesOutWholeFoldsTheLargestFirst(int maxBytes)
    {
        var report = Write(
            Find([
                .. Enumerable
                    .Range(1, 30)
                    .SelectMany(size =>
                        (EngineEvent[])
                            [
                                Service($"service-{size}"),
                                Planned(
                                    $"service-{size}",
                                    Steps.Create(Steps.Resource($"map-{size}"), PropertyMap.Create(("text", new string('é', size * 50))))
                                ),
                            ]
                    ),
                Steps.Summary(true),
            ]),
            maxBytes
        );

        Assert.InRange(Encoding.UTF8.GetByteCount(report), 1, maxBytes);
        var folds = Regex.Count(report, "\n<details><summary>");
        Assert.InRange(folds, 1, 29);
        Assert.Equal(folds, Regex.Count(report, "\n</details>\n"));
        Assert.Equal(2 * folds, Regex.Count(report, "^```", RegexOptions.Multiline));
        Assert.Contains($"<summary>service-{folds}:", report, StringComparison.Ordinal);
        Assert.Contains($"Left out, because the report may have {maxBytes} bytes: service-{folds + 1} (", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfVeryManyDeletions_CountsThoseItDoesNotName()
    {
        var report = Write(
            Find([
                .. Enumerable
                    .Range(0, 5000)
                    .Select(index => (EngineEvent)Planned(Delete(Steps.Resource($"{new string('x', 300)}-{index}")))),
                Steps.Summary(true),
            ])
        );

        Assert.InRange(Encoding.UTF8.GetByteCount(report), PreviewMarkdown.DefaultSize / 2, PreviewMarkdown.DefaultSize);
        var named = Regex.Count(report, "^- ConfigMap", RegexOptions.Multiline);
        Assert.Contains($"- … and {5000 - named} more\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void GitlabPlanReport_CountsAReplacementAsCreationAndDeletion() =>
        Assert.Equal(
            "{\"create\":2,\"update\":1,\"delete\":2}\n",
            GitlabPlanReport.Write(
                Find(
                    Planned(Steps.Create(Steps.Resource("a"))),
                    Planned(Replace(Steps.Resource("b"), PropertyMap.Empty, PropertyMap.Empty)),
                    Planned(Steps.Update(Steps.Resource("c"), PropertyMap.Empty, PropertyMap.Empty)),
                    Planned(Delete(Steps.Resource("d"))),
                    Planned(Steps.Same(Steps.Stack))
                ).Changes
            )
        );
}
