using Infra.PolicyPacks;
using Infra.PolicyPacks.Hosting;
using Sample.Policies;

return await PolicyPackHost.RunAsync(
    new PolicyPack(
        "sample",
        "1.0.0",
        new AllowedRegions(),
        new EncryptedBuckets(),
        StackPolicy.Create(
            new()
            {
                Name = "bucket-count",
                Description = "A stack has at most 10 buckets.",
                EnforcementLevel = EnforcementLevel.Advisory,
            },
            (stack, context) =>
            {
                var count = stack.All.Count(resource => resource.Type == Buckets.Type);
                if (count > 10)
                {
                    context.Report($"the stack has {count} buckets");
                }
            }
        )
    )
);
