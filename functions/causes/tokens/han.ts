/** Characters that a Chinese sentence about a failure has, and the name of a table does not. */
const telling =
  /[不无未没被已过满缺超请应须为是但可将]|失败|错误|异常|拒绝|中断|丢失|断开|关闭|重复|冲突|禁止|终止|取消|溢出|存在|找到|支持|匹配|一致|权限|配额|限制|重试|执行|连接/;

/** Whether a run of Chinese says something, rather than naming a table or being a value. */
export const isHanSentence = (text: string): boolean => telling.test(text);
