using System.Diagnostics;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>A real HAProxy with failing pods.</summary>
[Collection(HaproxyCollection.Name)]
public class HaproxyFailureTests
{
    [HaproxyFact]
    public async Task AKilledPod_LosesNoRequest_IsRemovedInTime_AndReturns()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web("", detectWithin: "3s"), pods);
        await haproxy.AskAsync(30);

        pods.All[1].Kill();
        var killed = Stopwatch.StartNew();
        var detection = TimeSpan.FromSeconds(3);
        while (killed.Elapsed < detection)
        {
            Assert.Contains(await haproxy.AskAsync(), pods.Names);
        }

        Assert.DoesNotContain("pod1", await haproxy.AskAsync(30));
        pods.All[1].Start();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "pod1");
    }

    [HaproxyFact]
    public async Task AnUnansweredRequest_IsRetried_IfItsMethodIsIdempotent()
    {
        using var pods = new Pods(2);
        pods.All[0].Behaviour = PodBehaviour.Silent;
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(""), pods);

        Assert.Equal(["pod1"], (await haproxy.AskAsync(20)).Distinct());
        var asked = pods.All.Sum(pod => pod.Requests);
        string[] posted = [await haproxy.PostAsync(), await haproxy.PostAsync()];

        Assert.Equal(["502", "pod1"], posted.Order());
        Assert.Equal(2, pods.All.Sum(pod => pod.Requests) - asked);
    }

    [HaproxyFact]
    public async Task RequestsWithoutAConnection_AreRetriedOnAnotherPod_WhateverTheirMethod()
    {
        using var pods = new Pods(2);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(""), pods);
        pods.All[0].Kill();

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("pod1", await haproxy.PostAsync());
        }
    }

    [HaproxyFact]
    public async Task APodThatFailsRequests_IsEjected()
    {
        const int Requests = 300;
        using var pods = new Pods(3);
        pods.All[1].Behaviour = PodBehaviour.Failing;
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", ejectAfter: 3"), pods);

        var answers = await haproxy.AskAsync(Requests);

        Assert.Equal(3, answers.Count(answer => answer == "500"));
        Assert.DoesNotContain("500", answers.TakeLast(Requests / 2));
    }

    [HaproxyFact]
    public async Task WithoutAvailablePods_TheBackupAnswers_UntilOneReturns()
    {
        using var pods = new Pods(1);
        using var spare = new Pods(1, "backup");
        await using var haproxy = await HaproxyProcess.StartAsync(
            $"{Catalogue.Web(", failover: spare", detectWithin: "3s")}\nspare: {{image: \"s:1\", port: 80}}",
            pods,
            spare
        );
        Assert.Equal(["pod0"], (await haproxy.AskAsync(30)).Distinct());

        pods.Kill();
        var killed = Stopwatch.StartNew();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "backup0");
        Assert.InRange(killed.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(["backup0"], (await haproxy.AskAsync(30)).Distinct());

        pods.Start();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "pod0");
        Assert.Equal(["pod0"], (await haproxy.AskAsync(30)).Distinct());
    }
}
