using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports.Browsers;

/// <summary>
/// The page in a real browser. With <c>REHEARSAL_SCREENSHOTS=FOLDER</c> in the environment, pictures of it are written there.
/// </summary>
public sealed class HtmlInBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Page = HtmlReport.Write(SampleResult.Peak);

    [ChromiumFact]
    public async Task Page_WhenOpened_WritesNoErrorAndRequestsNothing()
    {
        await chromium.Open(Page);
        await chromium.Hover("#p0 .slider", 0.5);
        await chromium.Evaluate("1");

        AssertQuiet();
        await chromium.TakePicture("light");
        await chromium.TakePicture("light-hover", isWhole: false);
    }

    [ChromiumFact]
    public async Task Page_OfHostileTexts_ShowsThemAsText()
    {
        const string Hostile = "<img src=x onerror=document.title=1>\"'`</script><b>&amp;";

        await chromium.Open(HtmlReport.Write(SampleResult.WithEveryText(Hostile)));

        AssertQuiet();
        Assert.Equal(0, (int?)await chromium.Evaluate("document.images.length + document.querySelectorAll('[onerror]').length"));
        Assert.Equal(Hostile, await chromium.EvaluateText("document.querySelector('summary h3').textContent"));
        Assert.Contains(Hostile, await chromium.EvaluateText("document.title"), StringComparison.Ordinal);
        await chromium.Hover(".lane .slider", 0.6);
        Assert.Contains("onerror", await chromium.EvaluateText("document.querySelector('.readout').textContent"), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Pointer_OverAPlot_ShowsTheValuesThereInAllPlots()
    {
        await chromium.Open(Page);
        var atRest = await chromium.EvaluateText("document.querySelector('#p0 output').textContent");

        await chromium.Hover("#p0 .slider", 0.99);

        Assert.Equal("≤ 600 rps", atRest);
        Assert.Equal("600 rps", await chromium.EvaluateText("document.querySelector('#p0 output').textContent"));
        Assert.StartsWith(
            "at 1:09:",
            await chromium.EvaluateText("document.querySelector('#p3 .at').textContent"),
            StringComparison.Ordinal
        );
        await chromium.Call(
            "Input.dispatchMouseEvent",
            new()
            {
                ["type"] = "mouseMoved",
                ["x"] = 1,
                ["y"] = 1,
            }
        );
        Assert.Equal(atRest, await chromium.EvaluateText("document.querySelector('#p0 output').textContent"));
    }

    [ChromiumFact]
    public async Task Pointer_OverANode_ShowsWhatStandsThere()
    {
        await chromium.Open(Page);

        await chromium.Hover("section[aria-labelledby=nodes] .lane .slider", 0.6);

        var shown = await chromium.EvaluateText("document.querySelector('section[aria-labelledby=nodes] .readout').textContent");
        Assert.Matches("^At 42:[03]0: general-1 \\(general\\): cpu requested [0-9]+ %; 3 catalog, 1 gateway, 2 others$", shown);
    }

    [ChromiumFact]
    public async Task Keys_OnAPlot_MoveTheCursorAndSayTheValues()
    {
        await chromium.Open(Page);
        await chromium.Press("Tab");
        await chromium.Evaluate("document.querySelector('#p0 .slider').focus()");

        await chromium.Press("End");
        var last = await chromium.EvaluateText(Said);
        await chromium.Press("ArrowLeft");

        Assert.Equal("1:10:00: begun 600 rps, succeeded 600 rps, attempts 606 rps", last);
        Assert.StartsWith("1:09:30: begun 600 rps", await chromium.EvaluateText(Said), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Page_ForScreenReaders_NamesEveryPlotAndSlider()
    {
        await chromium.Open(Page);
        await chromium.Evaluate("1");

        var nodes = (await chromium.Call("Accessibility.getFullAXTree"))["nodes"]!.AsArray();
        var named = nodes
            .Select(node => (Role: (string?)node!["role"]?["value"], Name: (string?)node["name"]?["value"]))
            .Where(node => node.Role is "slider" or "image" or "img")
            .ToList();

        Assert.Contains(("slider", "Time in gateway: Load"), named);
        Assert.Contains(named, node => node.Role != "slider" && node.Name == "gateway: Load");
        Assert.All(named, node => Assert.False(string.IsNullOrWhiteSpace(node.Name)));
    }

    [ChromiumFact]
    public async Task Page_OnAPhone_IsAsWideAsTheScreen()
    {
        await chromium.Open(Page, width: 360, height: 740);

        Assert.Equal(360, (int?)await chromium.Evaluate("document.documentElement.scrollWidth"));
        await chromium.TakePicture("phone");
        await chromium.Evaluate("document.querySelector('section[aria-labelledby=nodes]').scrollIntoView()");
        await chromium.TakePicture("phone-nodes", isWhole: false);
        await chromium.Evaluate("document.querySelector('#services').scrollIntoView()");
        await chromium.TakePicture("phone-services", isWhole: false);
    }

    [ChromiumFact]
    public async Task Page_InTheDark_IsDark()
    {
        await chromium.Open(Page, scheme: "dark");

        Assert.Equal("rgb(15, 19, 24)", await chromium.EvaluateText("getComputedStyle(document.body).backgroundColor"));
        await chromium.TakePicture("dark");
        await chromium.Hover("#p1 .slider", 0.4);
        await chromium.Evaluate("1");
        await chromium.TakePicture("dark-hover", isWhole: false);
        await chromium.SetMedia("print", "dark");
        Assert.Equal("rgb(255, 255, 255)", await chromium.EvaluateText("getComputedStyle(document.body).backgroundColor"));
    }

    [ChromiumFact]
    public async Task Page_WhenPrinted_ShowsAllServices()
    {
        await chromium.Open(HtmlReport.Write(SampleResult.Day(services: 8, nodes: 2)));
        await chromium.Evaluate("dispatchEvent(new Event('beforeprint'))");

        Assert.Equal(8, (int?)await chromium.Evaluate("document.querySelectorAll('details.service[open]').length"));
        await chromium.SetMedia("print", "light");
        await chromium.TakePicture("print");
        var printed = await chromium.Call("Page.printToPDF");
        Assert.StartsWith("JVBERi0", (string?)printed["data"], StringComparison.Ordinal);
    }

    private const string Said = "document.activeElement.getAttribute('aria-valuetext')";

    private void AssertQuiet()
    {
        Assert.DoesNotContain(chromium.Events, happened =>
            (string?)happened["method"] is "Runtime.exceptionThrown" or "Runtime.consoleAPICalled" or "Log.entryAdded"
        );
        Assert.Single(chromium.Events, happened => (string?)happened["method"] == "Network.requestWillBeSent");
    }
}
