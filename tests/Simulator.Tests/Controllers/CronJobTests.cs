using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>Rules of CronJobs that no recording covers. The clock starts on a Monday at 12:00.</summary>
public sealed class CronJobTests : IDisposable
{
    private const string Template =
        """{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"job:ok"}]}}}}""";

    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Schedule_ThatNeverFires_IsReported()
    {
        Create("31 12 31 2 *");
        _cluster.Run(10);

        Assert.Equal(
            "invalid schedule: 31 12 31 2 * : time difference between two schedules is less than 1 second",
            _cluster.Events("InvalidSchedule").First()
        );
    }

    [Fact]
    public void ChangedSchedule_CountsFromItsNextTime()
    {
        Create("0 0 * * *");
        _cluster.Run(10 * 60 + 30);

        _cluster.Patch(GroupResource.CronJobs, "tick", """{"spec":{"schedule":"*/5 * * * *"}}""");
        _cluster.Run(60);
        Assert.Empty(_cluster.List(GroupResource.Jobs));
        _cluster.Run(4 * 60);

        Assert.Single(_cluster.List(GroupResource.Jobs));
    }

    [Fact]
    public void FinishedJob_BeyondTheHistory_IsDeletedWithoutBeingReported()
    {
        Create("* * * * *", ""","successfulJobsHistoryLimit":0""");
        _cluster.Run(90);

        Assert.Empty(_cluster.Events("SawCompletedJob"));
        Assert.Single(_cluster.Events("SuccessfulDelete"));
        var status = _cluster.Find(GroupResource.CronJobs, "tick")!.Status;
        Assert.True(status.ContainsKey("lastSuccessfulTime"));
        Assert.Null(status.Array("active"));
    }

    [Fact]
    public void Job_TakesLabelsAndAnnotationsOfItsTemplateOnly()
    {
        Create("* * * * *", "", """{"labels":{"a":"1"},"finalizers":["example.org/hold"]}""");
        _cluster.Run(62);

        var job = Assert.Single(_cluster.List(GroupResource.Jobs));
        Assert.Equal("1", job.Labels["a"]);
        Assert.Empty(job.Finalizers);
    }

    [Theory]
    [InlineData("0 * * * *", 90, "13:00", 0)]
    [InlineData("*/10 * * * *", 60 * 24 * 2, "12:00", 288)]
    [InlineData("0 0 * * *", 30, null, 0)]
    public void Find_LatestOfTheMissedTimes_CountsThem(string schedule, int minutes, string? latest, long missed)
    {
        Create(schedule);
        var job = new CronJob(_cluster.Find(GroupResource.CronJobs, "tick")!);

        var due = DueTimes.Find(job, job.ParseSchedule(out _)!, job.CreationTime.AddMinutes(minutes));

        Assert.Equal(latest, due.Latest?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(missed, due.Missed);
    }

    private void Create(string schedule, string more = "", string metadata = "{}") =>
        _cluster.Create(
            GroupResource.CronJobs,
            $$"""
            {"metadata":{"name":"tick","namespace":"default"},"spec":{"schedule":"{{schedule}}"{{more}},
             "jobTemplate":{"metadata":{{metadata}},{{Template[1..]}} } }
            """
        );
}
