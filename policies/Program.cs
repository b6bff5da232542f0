using Infra.Policies;
using Infra.PolicyPacks.Hosting;

return await PolicyPackHost.RunAsync(KubernetesPack.Create());
