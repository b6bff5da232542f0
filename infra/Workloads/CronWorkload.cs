using Infra.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Workloads;

/// <summary>Pods that run by the clock and end by themselves.</summary>
internal static class CronWorkload
{
    public static Pulumi.Kubernetes.Batch.V1.CronJob Of(ServiceSpec service, ObjectMetaArgs metadata, PodTemplateSpecArgs template, CustomResourceOptions options)
    {
        var schedule = service.Schedule ?? throw new ArgumentException($"The cron service '{service.Name}' has no schedule.", nameof(service));
        return new Pulumi.Kubernetes.Batch.V1.CronJob(service.Name, new CronJobArgs
        {
            Metadata = metadata,
            Spec = new CronJobSpecArgs
            {
                Schedule = schedule.Cron,
                TimeZone = schedule.TimeZone,
                ConcurrencyPolicy = schedule.Concurrency.ToString(),
                StartingDeadlineSeconds = schedule.StartWithin.WholeSeconds(),
                SuccessfulJobsHistoryLimit = 3,
                FailedJobsHistoryLimit = 3,
                JobTemplate = new JobTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs { Labels = ServiceLabels.All(service) },
                    Spec = new JobSpecArgs
                    {
                        BackoffLimit = service.Job.Retries,
                        ActiveDeadlineSeconds = service.Job.Deadline.WholeSeconds(),
                        TtlSecondsAfterFinished = service.Job.KeepFor.WholeSeconds(),
                        Template = template,
                    },
                },
            },
        }, options);
    }
}
