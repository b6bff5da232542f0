using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Protocol.Values;
using Moq;

namespace Cli.Tests.Display;

/// <summary>Output that is not a terminal gets one line per event, in Pulumi's words.</summary>
public sealed class PlainDisplayTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Show_APlan_NamesEachChangedResourceOnce()
    {
        var map = Steps.Resource("settings");
        Show(
            OperationKind.PreviewUpdate,
            new PreludeEvent(new Dictionary<string, string>()),
            new ResourcePreEvent(Steps.Same(Steps.Stack), true),
            new ResourceOutputsEvent(Steps.Same(Steps.Stack), true),
            new ResourcePreEvent(Steps.Create(map), true),
            new ResourceOutputsEvent(Steps.Create(map), true),
            new ResourceOutputsEvent(Steps.Same(Steps.Stack), true),
            Steps.Summary(true, (StepOperation.Create, 1), (StepOperation.Same, 1))
        );

        Assert.Equal(
            """
            Previewing update (dev):

             +  kubernetes:core/v1:ConfigMap settings create
                pulumi:pulumi:Stack shop-dev
            Resources:
                + 1 to create
                1 unchanged


            """.ReplaceLineEndings("\n"),
            _output.ToString()
        );
    }

    [Fact]
    public void Show_AnUpdate_WritesChangesAndDuration()
    {
        var map = Steps.Resource("settings");
        var step = Steps.Update(map, PropertyMap.Create(("data", "1")), PropertyMap.Create(("data", "2")), "data");
        Show(
            OperationKind.Update,
            new ResourcePreEvent(step, false),
            new ProgressStatusEvent(map, "waiting for somebody\nin two lines"),
            new ResourceOutputsEvent(step, false),
            Steps.Summary(false, (StepOperation.Update, 1))
        );

        var lines = _output.ToString().Split('\n');
        Assert.Contains(" ~  kubernetes:core/v1:ConfigMap settings updating [diff: ~data]", lines);
        Assert.Contains(" ~  kubernetes:core/v1:ConfigMap settings updating [diff: ~data] waiting for somebody", lines);
        Assert.Contains(" ~  kubernetes:core/v1:ConfigMap settings updated (0.0s) [diff: ~data]", lines);
        Assert.Contains("    ~ 1 updated", lines);
        Assert.Contains("Duration: 1.5s", lines);
    }

    [Fact]
    public void Show_AFailure_ListsDiagnosticsByResource()
    {
        var map = Steps.Resource("settings");
        Show(
            OperationKind.Update,
            new ResourcePreEvent(Steps.Create(map), false),
            new DiagnosticEvent(DiagnosticSeverity.Error, map, "it was refused\nfor a reason"),
            new DiagnosticEvent(DiagnosticSeverity.Debug, map, "noise"),
            new ResourceFailedEvent(Steps.Create(map)),
            Steps.Summary(false)
        );

        var text = _output.ToString();
        Assert.Contains("settings **creating failed**", text, StringComparison.Ordinal);
        Assert.Contains(
            "  kubernetes:core/v1:ConfigMap (settings):\n    error: it was refused\n    for a reason\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("    1 errored\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_ARefresh_ListsTheFieldsThatDiffer()
    {
        var (same, changed, gone) = (Steps.Resource("same"), Steps.Resource("changed"), Steps.Resource("gone"));
        var field = new FieldDrift("spec.replicas", 2, 5, new FieldOwner("kubectl", "2026-01-01T00:00:00Z"));
        Show(
            OperationKind.Refresh,
            new ResourcePreEvent(Steps.Refreshing(same), false),
            new ResourceOutputsEvent(Steps.Same(same), false),
            new ResourcePreEvent(Steps.Refreshing(changed), false),
            new ResourceOutputsEvent(Steps.Drifted(changed, StepOperation.Update, field), false),
            new ResourceOutputsEvent(
                Steps.Refreshing(gone) with
                {
                    Operation = StepOperation.Delete,
                    New = null,
                    Drift = new ObjectDrift { IsGone = true },
                },
                false
            ),
            Steps.Summary(false, (StepOperation.Update, 1), (StepOperation.Delete, 1), (StepOperation.Same, 1))
        );

        var text = _output.ToString();
        Assert.DoesNotContain("ConfigMap same", text, StringComparison.Ordinal);
        Assert.Contains(" ~  kubernetes:core/v1:ConfigMap changed updated", text, StringComparison.Ordinal);
        Assert.Contains(
            "Drift (state => cluster):\n"
                + "  kubernetes:core/v1:ConfigMap (changed):\n"
                + "    ~ spec.replicas: 2 => 5 (by kubectl since 2026-01-01T00:00:00Z)\n"
                + "  kubernetes:core/v1:ConfigMap (gone):\n"
                + "    - the object does not exist any more\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Show_ADefaultProvider_IsHidden()
    {
        var provider = Steps.Resource("default_4_32_0", "pulumi:providers:kubernetes");
        Show(
            OperationKind.Update,
            new ResourcePreEvent(Steps.Create(provider), false),
            new ResourceOutputsEvent(Steps.Create(provider), false)
        );
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Show_StackOutputs_RedactsSecretsAndMarksChanges()
    {
        var before = Steps.State(Steps.Stack, outputs: PropertyMap.Create(("gone", "x"), ("same", 1), ("url", "a")));
        var after = Steps.State(
            Steps.Stack,
            outputs: PropertyMap.Create(("same", 1), ("token", ((PropertyValue)"hunter2").MakeSecret()), ("url", "b"))
        );
        Show(
            OperationKind.Update,
            new ResourceOutputsEvent(
                new StepDescription
                {
                    Operation = StepOperation.Same,
                    Urn = Steps.Stack,
                    Old = before,
                    New = after,
                },
                false
            ),
            Steps.Summary(false, (StepOperation.Same, 1))
        );

        var text = _output.ToString();
        Assert.Contains(
            "Outputs:\n  - gone : \"x\"\n    same : 1\n  + token: [secret]\n  ~ url  : \"a\" => \"b\"\n",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    public void Dispose() => _output.Dispose();

    private void Show(OperationKind kind, params EngineEvent[] events)
    {
        var display = new PlainDisplay(
            kind,
            "dev",
            _output,
            Palette.None,
            Mock.Of<TimeProvider>(time => time.TimestampFrequency == TimeSpan.TicksPerSecond),
            new DisplayOptions()
        );
        foreach (var engineEvent in events)
        {
            display.Show(engineEvent);
        }
    }
}
