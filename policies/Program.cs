using Infra.Policies;
using Infra.Policies.Sdk;

return await PolicyPack.RunAsync(args, KubernetesPack.Create);
